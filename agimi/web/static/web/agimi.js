// What makes the pages quicker for a hand at the keyboard. Nothing here is needed: without it every
// link and form does the same.
"use strict";

(() => {
  const typing = (element) => element.closest("input, textarea, select, [contenteditable]") !== null;

  // The quick exit: blank first, so that nothing is seen while the neutral page loads, and out of the history.
  const leave = (address) => {
    document.documentElement.hidden = true;
    window.location.replace(address);
  };
  const exit = document.querySelector("[data-leave]");
  exit?.addEventListener("click", (event) => {
    event.preventDefault();
    leave(exit.href);
  });

  let shifts = [];
  document.addEventListener("keydown", (event) => {
    if (event.key === "Shift" && !event.repeat) {
      const now = Date.now();
      shifts = [...shifts.filter((moment) => now - moment < 1500), now];
      if (shifts.length === 3 && exit) leave(exit.href);
      return;
    }
    shifts = [];
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const wanted = document.querySelector(`[data-hotkey="${CSS.escape(key)}"]`);
    if (!wanted || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    if (wanted.matches("input, textarea, select")) wanted.focus();
    else wanted.click();
  });

  // Screen privacy at once; the server remembers it for the next page.
  document.querySelectorAll("[data-blur]").forEach((form) => {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const button = form.querySelector("button");
      const on = document.documentElement.classList.toggle("is-blurred");
      const body = new FormData(form);
      body.set("privacy", on ? "on" : "off");
      document.querySelectorAll("[data-blur] button").forEach((other) => {
        other.setAttribute("aria-pressed", String(on));
        other.value = on ? "off" : "on";
      });
      fetch(form.action, { method: "POST", body, credentials: "same-origin", redirect: "manual" }).catch(() => {});
      button.focus();
    });
  });

  // What only a script can do is offered only where there is one.
  document.querySelectorAll("[data-needs-script]").forEach((element) => {
    element.hidden = false;
  });

  // A select that acts as soon as it is chosen; without script its button is there.
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-go]")) event.target.form.requestSubmit();
  });

  // One click is one record: the second submit of a form on its way does nothing.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
  });
  window.addEventListener("pageshow", () => {
    document.documentElement.hidden = false;
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  });

  // Escape closes what is open.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    document.querySelectorAll(".rail-more[open], .menu[open]").forEach((open) => {
      open.removeAttribute("open");
      open.querySelector("summary").focus();
    });
  });
})();
