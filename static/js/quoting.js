// Quote with words selected in a comment, or in the article, quotes just these words.
(() => {
  "use strict";
  let selection = { text: "", place: null };

  const placeOf = (node) => (node instanceof Element ? node : node?.parentElement)?.closest(".comment .text, #article-body");

  const remember = () => {
    const chosen = document.getSelection();
    const place = chosen.rangeCount ? placeOf(chosen.anchorNode) : null;
    const inside = place && place === placeOf(chosen.focusNode);
    selection = { text: inside ? chosen.toString().trim() : "", place: inside ? place : null };
    float(inside && place.id === "article-body" && selection.text ? chosen.getRangeAt(0) : null);
  };

  // The article's own button comes to where words of the article are selected.
  const float = (range) => {
    const button = document.getElementById("quote-article");
    if (!button || document.activeElement === button) return;
    button.classList.toggle("floating", Boolean(range));
    const box = range?.getBoundingClientRect();
    const origin = button.offsetParent?.getBoundingClientRect();
    button.style.top = box && origin ? `${box.bottom - origin.top + 6}px` : "";
    button.style.left = box && origin ? `${Math.max(0, box.left - origin.left)}px` : "";
  };

  const chosenFor = (button) => {
    const text = button.id === "quote-article" ? "#article-body" : `#comment-${button.id.slice(6)} .text`;
    return selection.place?.matches(text) ? selection.text : "";
  };

  // A form that is being written in takes the quote too, so that one reply can answer several comments.
  const openField = () => [...document.querySelectorAll(".slot form[data-draft] textarea")].find((field) => field.value.trim());

  const insert = (field, html) => {
    const quote = new DOMParser().parseFromString(html, "text/html").querySelector("textarea")?.value;
    if (!quote) return;
    const before = field.value.slice(0, field.selectionEnd).trimEnd();
    field.setRangeText((before && "\n\n") + quote.trim() + "\n\n", before.length, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  };

  document.addEventListener("selectionchange", remember);
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button[id^=quote-]");
    const token = document.querySelector("#act [name=csrfmiddlewaretoken]")?.value;
    if (!button || !token) return;
    const [text, field, address] = [chosenFor(button), openField(), button.getAttribute("formaction")];
    if (!text && !field) return;
    event.preventDefault();
    event.stopPropagation();
    const values = { selection: text, csrfmiddlewaretoken: token };
    if (!field) return void htmx.ajax("POST", address, { source: "#act", target: "#notice", values });
    const options = { method: "POST", headers: { "HX-Request": "true" }, body: new URLSearchParams(values) };
    fetch(address, options).then((response) => response.text()).then((html) => insert(field, html));
  }, true);
})();
