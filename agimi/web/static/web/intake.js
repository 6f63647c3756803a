// Finding people while one types. Without it the button does the same.
"use strict";

document.addEventListener("htmx:configRequest", (event) => {
  const from = event.detail.elt;
  if (!from.matches("[data-seek], .seek")) return;
  // One or two letters find too many to be of use.
  const typed = from.querySelector("[name=words]").value.trim();
  if (event.detail.triggeringEvent?.type === "input" && typed.length > 0 && typed.length < 3) event.preventDefault();
});
