// Whom the reader has muted, or unmuted, may have said more than the one comment: the discussion is asked for again.
(() => {
  "use strict";
  document.addEventListener("muted", async ({ detail }) => {
    await htmx.ajax("GET", location.pathname + location.search, { source: "#comments", target: "#comments" });
    document.getElementById(`comment-${detail.id}`)?.focus();
  });
})();
