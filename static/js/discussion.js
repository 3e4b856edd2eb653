// The discussion's page: where the focus goes, what is said when something fails, what came meanwhile.
(() => {
  "use strict";
  const CHECK_EVERY = 60_000;
  const notice = () => document.getElementById("notice");

  const say = (text) => {
    const line = document.createElement("p");
    line.textContent = text;
    notice().replaceChildren(line);
  };

  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status >= 500) say(notice().dataset.broken);
  });
  document.addEventListener("htmx:sendError", () => say(notice().dataset.offline));
  document.addEventListener("htmx:timeout", () => say(notice().dataset.offline));

  document.addEventListener("htmx:afterSettle", (event) => {
    const field = event.detail.target.matches?.(".slot, #respond") && event.detail.target.querySelector("input:not([type=hidden]), textarea, button");
    if (!field) return;
    field.focus();
    if (field.matches("textarea")) field.setSelectionRange(field.value.length, field.value.length);
  });

  document.addEventListener("posted", (event) => {
    document.getElementById("no-comment")?.remove();
    document.getElementById(`comment-${event.detail.id}`)?.focus();
  });

  // A reply came or went: the fold of its branch says how many there are.
  new MutationObserver(() => {
    const { reply, replies } = document.getElementById("thread").dataset;
    for (const fold of document.querySelectorAll("#thread details.replies")) {
      const count = fold.querySelectorAll(":scope > ol > .branch > .comment:not(.held)").length;
      const words = (count === 1 ? reply : replies).replace("%d", count);
      if (fold.firstElementChild.textContent !== words) fold.firstElementChild.textContent = words;
    }
  }).observe(document.getElementById("main"), { childList: true, subtree: true });

  // Caught on its way down: htmx would follow the link, as somebody without scripts does.
  document.addEventListener("click", (event) => {
    const slot = event.target.closest?.("[data-cancel]")?.closest(".slot");
    if (!slot) return;
    event.preventDefault();
    event.stopPropagation();
    const [verb] = new URL(slot.querySelector("form").action).pathname.split("/").slice(-2);
    slot.replaceChildren();
    document.getElementById(`${verb}-${slot.id.slice(5)}`)?.focus();
  }, true);

  // New comments are offered by a button, and only to somebody who looks at the page.
  setInterval(() => {
    const comments = document.getElementById("comments");
    if (!comments?.dataset.new || document.hidden) return;
    htmx.ajax("GET", comments.dataset.new, { source: "#fresh", target: "#fresh" });
  }, CHECK_EVERY);
})();
