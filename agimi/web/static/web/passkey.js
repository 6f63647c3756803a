// A passkey that the device does not give: the page says so, where the library tells only the console.
"use strict";

(() => {
  const note = document.querySelector("[data-passkey-refused]");
  if (!note) return;
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    note.hidden = false;
  });
  // What was said of the last try does not stand beside the next one.
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-passkey]")) note.hidden = true;
  }, { capture: true });
})();
