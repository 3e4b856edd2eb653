// Whom the reader has muted, or unmuted, may have said more than the one comment: the discussion is asked for again. What
// somebody has typed in an open form stays there.
(() => {
  "use strict";
  const isTouched = (field) => field.value !== field.defaultValue || field.checked !== field.defaultChecked;

  document.addEventListener("muted", async ({ detail }) => {
    const typed = [...document.querySelectorAll(".slot")].filter((slot) => [...slot.querySelectorAll("input, textarea")].some(isTouched));
    for (const slot of typed) slot.replaceWith(slot.cloneNode(false));
    await htmx.ajax("GET", location.pathname + location.search, { source: "#comments", target: "#comments" });
    for (const slot of typed) {
      slot.querySelector(".for-me")?.remove();
      document.getElementById(slot.id)?.replaceWith(slot);
    }
    document.getElementById(`comment-${detail.id}`)?.focus();
  });
})();
