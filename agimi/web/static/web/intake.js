// Finding people while one types. Without it the button does the same.
"use strict";

document.addEventListener("htmx:configRequest", (event) => {
  const from = event.detail.elt;
  if (!from.matches("[data-seek], .seek")) return;
  // One or two letters find too many to be of use.
  const typed = from.querySelector("[name=words]").value.trim();
  if (event.detail.triggeringEvent?.type === "input" && typed.length > 0 && typed.length < 3) event.preventDefault();
});

// What concerns only one answer is shown only with it: data-when names the question, data-is the answer.
(() => {
  const fit = (root) => {
    root.querySelectorAll?.("[data-when]").forEach((part) => {
      const form = part.closest("form");
      const answer = form.querySelector(`[name="${part.dataset.when}"]:checked`);
      part.hidden = answer !== null && answer.value !== part.dataset.is;
    });
  };
  document.addEventListener("change", (event) => fit(event.target.closest("form") ?? document));
  document.addEventListener("agimi:ready", (event) => fit(event.detail));
  fit(document);

  // Another step is a save of this one: what was typed goes along whatever it is.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-step]");
    const form = document.getElementById("step");
    if (!link || !form || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const button = document.createElement("button");
    Object.assign(button, { type: "submit", name: "go", value: link.dataset.step, hidden: true });
    form.append(button);
    form.requestSubmit(button);
    button.remove();
  });
})();
