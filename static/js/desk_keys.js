// The help about the desk's keys, and the switch that turns them off: remembered in this browser.
(() => {
  "use strict";
  const [opener, help, on] = ["keys-open", "keys", "keys-on"].map((id) => document.getElementById(id));
  const OFF = "desk-keys-off";

  // Where storage is full or forbidden, the switch holds until the page is left.
  const storage = (act, ...values) => {
    try {
      return localStorage[act](...values);
    } catch {
      return null;
    }
  };

  const show = () => document.body.classList.toggle("by-keys", on.checked);

  on.checked = !storage("getItem", OFF);
  on.addEventListener("change", () => {
    storage(on.checked ? "removeItem" : "setItem", OFF, "yes");
    show();
  });
  opener.addEventListener("click", () => help.showModal());
  opener.hidden = false;
  show();
})();
