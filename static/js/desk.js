// The desk by single keys: j and k move between the comments, the other keys press what stands at the one in focus.
(() => {
  "use strict";
  const ACTS = "arwshe";
  const cases = () => [...document.querySelectorAll(".case")];
  const follows = (one, other) => one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;

  const focus = (place) => {
    place.focus({ preventScroll: true });
    place.scrollIntoView({ block: "start" });
  };

  // From anywhere on the page: from the top, the next is the first.
  const move = (step) => {
    const here = document.activeElement.closest(".case") ?? document.activeElement;
    const all = cases();
    const at = all.indexOf(here);
    const next = at >= 0 ? all[at + step] : all.find((one) => here === document.body || follows(here, one));
    if (next) focus(next);
  };

  const press = (button) => {
    button?.click();
    button?.closest("details[open]")?.querySelector("input:not([type=hidden]), textarea")?.focus();
  };

  const close = (form) => {
    form.open = false;
    focus(form.closest(".case"));
  };

  const tick = (box) => box && !box.disabled && box.click();

  document.addEventListener("keydown", (event) => {
    const open = event.target.closest("details[open]");
    if (event.key === "Escape" && open?.closest(".case")) return close(open);
    const types = event.target.matches("input:not([name=case]), select, textarea, [contenteditable]");
    if (types || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
    if (document.querySelector("dialog[open]") || !document.body.classList.contains("by-keys")) return;
    const here = event.target.closest(".case");
    if (event.key === "j" || event.key === "k") move(event.key === "j" ? 1 : -1);
    else if (event.key === "?") document.getElementById("keys-open").click();
    else if (event.key === "x") tick(here?.querySelector("[name=case]"));
    else if (ACTS.includes(event.key)) press(here?.querySelector(`[data-key="${event.key}"]`));
    else return;
    event.preventDefault();
  });

  // A decision leads to the comment after it, a form with something wrong to what is wrong. The browser goes to the
  // address' fragment by itself, and puts the focus there: hence after that.
  addEventListener("load", () => {
    const wrong = document.querySelector(".case details[open] :is(input:not([type=hidden]), textarea)");
    const place = wrong ?? document.getElementById(location.hash.slice(1)) ?? document.getElementById("notice");
    if (place?.closest(".case, .notice")) place.focus({ preventScroll: !wrong });
  });
})();
