// Suggests members' names while the authors of a story are typed, with commas between them.
(() => {
  "use strict";
  const PAUSE = 200;
  const input = document.querySelector("input[data-suggest]");
  if (!input) return;

  const names = document.createElement("datalist");
  names.id = `${input.id}_names`;
  input.after(names);
  input.setAttribute("list", names.id);

  // A browser compares its suggestions with all that was typed: each one starts with the names before it.
  const option = (before, name) => {
    const element = document.createElement("option");
    element.value = before ? `${before} ${name}` : name;
    return element;
  };

  const look = async () => {
    const typed = input.value;
    const before = typed.slice(0, typed.lastIndexOf(",") + 1);
    const term = typed.slice(before.length).trim();
    if (!term) return;
    const answer = await fetch(`${input.dataset.suggest}&term=${encodeURIComponent(term)}`);
    if (!answer.ok || input.value !== typed) return;
    const { results } = await answer.json();
    names.replaceChildren(...results.map((result) => option(before, result.text)));
  };

  let wait;
  input.addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(() => look().catch(() => {}), PAUSE); // without an answer, names are typed in full
  });
})();
