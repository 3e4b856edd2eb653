// What is typed in a comment form is kept in this browser until it has been posted, and counted.
(() => {
  "use strict";
  const fields = (root) => root.querySelectorAll("form[data-draft] textarea");
  const key = (form) => "draft:" + form.dataset.draft;

  // Where storage is full or forbidden, the text stays in the page, as without JavaScript.
  const storage = (act, ...values) => {
    try {
      return localStorage[act](...values);
    } catch {
      return null;
    }
  };
  const store = (name, text) => storage(text ? "setItem" : "removeItem", name, text);

  const count = (field) => {
    const counter = field.form.querySelector("[data-counter]");
    const length = [...field.value].length;
    const limit = Number(field.dataset.limit);
    counter.textContent = length.toLocaleString() + " / " + limit.toLocaleString();
    counter.classList.toggle("over", length > limit);
  };

  const prepare = (field) => {
    const draft = storage("getItem", key(field.form));
    const untouched = field.value === field.defaultValue && !field.form.querySelector("[role=alert], .preview");
    if (draft && untouched) {
      // A quote that was just asked for goes before the answer that was begun.
      const quoted = !field.form.dataset.edits && !draft.startsWith(field.value);
      field.value = quoted ? field.value + draft : draft;
    }
    count(field);
  };

  document.addEventListener("input", (event) => {
    if (!event.target.matches("form[data-draft] textarea")) return;
    store(key(event.target.form), event.target.value);
    count(event.target);
  });

  document.addEventListener("posted", (event) => {
    store("draft:" + event.detail.draft, "");
    document.querySelectorAll(`form[data-draft="${event.detail.draft}"] textarea`).forEach((field) => {
      field.value = field.defaultValue;
      count(field);
    });
  });

  // A form on a page of its own is sent without htmx: it was posted if the next page stands at one's own comment.
  document.addEventListener("submit", ({ target }) => window.htmx || (target.dataset.draft && store("sent", key(target))));
  const sent = storage("getItem", "sent");
  const posted = /^#comment-\d+$/.test(location.hash) && document.querySelector(`${location.hash} [id^=delete-]`);
  if (sent && posted) store(sent, "");
  store("sent", "");

  document.addEventListener("htmx:load", (event) => fields(event.target).forEach(prepare));
  if (!window.htmx) fields(document).forEach(prepare);
})();
