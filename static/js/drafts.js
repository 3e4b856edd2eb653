// What is typed in a comment form is kept in this browser until it has been posted, and counted.
"use strict";
(() => {
  const fields = (root) => root.querySelectorAll("form[data-draft] textarea");
  const key = (field) => "draft:" + field.form.dataset.draft;

  const store = (name, text) => {
    try {
      text ? localStorage.setItem(name, text) : localStorage.removeItem(name);
    } catch {
      // No storage in this browser: the text stays in the page, as without JavaScript.
    }
  };

  const stored = (name) => {
    try {
      return localStorage.getItem(name);
    } catch {
      return null;
    }
  };

  const count = (field) => {
    const counter = field.form.querySelector("[data-counter]");
    const length = [...field.value].length;
    const limit = Number(field.dataset.limit);
    counter.textContent = length.toLocaleString() + " / " + limit.toLocaleString();
    counter.classList.toggle("over", length > limit);
  };

  const prepare = (field) => {
    const draft = stored(key(field));
    const untouched = field.value === field.defaultValue && !field.form.querySelector("[role=alert], .preview");
    if (draft && untouched && !draft.startsWith(field.value)) {
      // A quote that was just asked for goes before the answer that was begun.
      field.value = field.form.dataset.edits ? draft : field.value + draft;
    } else if (draft && untouched) {
      field.value = draft;
    }
    count(field);
  };

  document.addEventListener("input", (event) => {
    if (!event.target.matches("form[data-draft] textarea")) return;
    store(key(event.target), event.target.value);
    count(event.target);
  });

  document.addEventListener("posted", (event) => {
    store("draft:" + event.detail.draft, "");
    document.querySelectorAll(`form[data-draft="${event.detail.draft}"] textarea`).forEach((field) => {
      field.value = field.defaultValue;
      count(field);
    });
  });

  document.addEventListener("htmx:load", (event) => fields(event.target).forEach(prepare));
})();
