// The case page: a name that was revealed is hidden again, the head folds on a phone, a summary is printed.
// Nothing here is needed: without it a name hides by loading the page anew.
"use strict";

(() => {
  let timer = null;
  const hide = (name) => {
    clearTimeout(timer);
    const shown = name.querySelector("[data-identity]");
    if (!shown) return;
    shown.remove();
    const form = name.querySelector("form");
    form.hidden = false;
    delete form.dataset.sent;
    name.removeAttribute("data-hide-after");
  };
  const hideAll = () => document.querySelectorAll("#case-name").forEach(hide);
  const watch = (root) => {
    const name = root.querySelector("[data-hide-after]") ?? (root.matches?.("[data-hide-after]") ? root : null);
    if (!name) return;
    clearTimeout(timer);
    timer = setTimeout(() => hide(name), Number(name.dataset.hideAfter) * 1000);
    name.querySelector("[data-identity]")?.focus({ preventScroll: true });
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-hide]");
    if (!link) return;
    event.preventDefault();
    const name = link.closest("#case-name");
    hide(name);
    name.querySelector("button").focus();
  });
  // Gone before anybody comes back to the page, or sees it among the others that are open.
  window.addEventListener("pagehide", hideAll);
  document.addEventListener("visibilitychange", () => { if (document.hidden) hideAll(); });
  document.addEventListener("htmx:afterSwap", () => watch(document));
  watch(document);

  // On a phone the head is folded; at a desk it is always open.
  const narrow = window.matchMedia("(max-width: 900px)");
  const fold = () => document.querySelectorAll(".case-more").forEach((part) => { part.open = !narrow.matches; });
  narrow.addEventListener("change", fold);
  fold();

  // The tab one is in stands in sight.
  const reach = () => {
    const bar = document.querySelector(".case-tabs");
    const current = bar?.querySelector("[aria-current]");
    if (current && bar.scrollWidth > bar.clientWidth) bar.scrollLeft = current.offsetLeft - bar.offsetLeft - 16;
  };
  document.addEventListener("htmx:afterSettle", reach);
  reach();

  document.addEventListener("click", (event) => { if (event.target.closest("[data-print]")) window.print(); });
})();
