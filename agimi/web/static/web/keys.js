// Keys for hands that stay on the keyboard. They do nothing while one types, and nothing that a
// link or a button on the page does not do as well; `?` lists them.
"use strict";

(() => {
  const list = document.querySelector("[data-keys]");
  const ways = list ? JSON.parse(list.dataset.keys) : {};
  const typing = (element) => element.closest?.("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]");
  let going = 0;

  const rows = () => [...document.querySelectorAll("[data-row], .table tbody tr")].filter((row) => row.offsetParent);
  const here = () => rows().findIndex((row) => row === document.activeElement || row.contains(document.activeElement));
  const step = (by) => {
    const all = rows();
    if (!all.length) return;
    const at = here();
    const next = all[Math.min(Math.max(at + by, 0), all.length - 1)];
    // What opens the row is what Enter presses; a row without it is focused itself.
    const target = next.querySelector("[data-open]") ?? next;
    if (target === next && !next.hasAttribute("tabindex")) next.tabIndex = -1;
    target.focus();
    next.scrollIntoView({ block: "nearest" });
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (typing(event.target) || document.querySelector("dialog[open]")) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (Date.now() - going < 1500 && ways[key]) {
      going = 0;
      event.preventDefault();
      event.stopImmediatePropagation();
      location.assign(ways[key]);
      return;
    }
    going = 0;
    const row = rows()[here()];
    if (key === "g") going = Date.now();
    else if (key === "j") step(1);
    else if (key === "k") step(-1);
    else if (key === "x" && row) row.querySelector("[data-tick], input[type=checkbox]")?.click();
    else if (row && (key === "ArrowDown" || key === "ArrowUp")) {
      event.preventDefault();
      step(key === "ArrowDown" ? 1 : -1);
    } else if (key === "Enter" && row === document.activeElement) row.querySelector("a")?.click();
    else if (key.startsWith("Arrow")) document.querySelector(`[data-arrow="${key}"]`)?.click();
  }, true);
})();
