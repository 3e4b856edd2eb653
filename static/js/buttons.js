// The buttons of all comments belong to two forms. htmx is told which one was pressed, and need not watch each of them.
(() => {
  "use strict";
  document.addEventListener("htmx:configRequest", ({ detail }) => {
    const button = detail.triggeringEvent?.submitter;
    if (!button?.hasAttribute("formaction")) return;
    detail.path = button.getAttribute("formaction");
    if (button.name) detail.parameters[button.name] = button.value;
  });
})();
