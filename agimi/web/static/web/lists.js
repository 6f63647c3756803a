// What makes lists quicker: long choices narrowed, ticks counted, focus kept where a list was
// swapped. Nothing here is needed: every link and form does the same without it. Rows by the
// keyboard are keys.js.
"use strict";

(() => {
  const list = () => document.getElementById("list");

  // ── Ticks ──
  const count = () => {
    const boxes = [...(list()?.querySelectorAll("input[name=pick]") ?? [])];
    const ticked = boxes.filter((box) => box.checked).length;
    const words = list()?.querySelector("[data-ticked]");
    if (words) words.textContent = ticked === 1 ? words.dataset.one : words.dataset.many.replace("{n}", ticked);
    const all = list()?.querySelector("[data-tick-all]");
    if (!all) return;
    all.checked = ticked > 0 && ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-tick-all]")) {
      list().querySelectorAll("input[name=pick]").forEach((box) => { box.checked = event.target.checked; });
    }
    if (event.target.matches("[data-tick-all], input[name=pick]")) count();
    // A day that is typed takes the place of a word such as "this month".
    if (event.target.matches(".list-days input") && event.target.value) {
      const any = event.target.closest("fieldset").querySelector("input[type=radio][value='']");
      if (any) any.checked = true;
    }
  });

  // ── Long choices ──
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase();
  document.addEventListener("input", (event) => {
    if (!event.target.matches("[data-narrow]")) return;
    const wanted = plain(event.target.value);
    event.target.closest("fieldset").querySelectorAll(".list-options label").forEach((label) => {
      label.hidden = !plain(label.textContent).includes(wanted);
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("[data-narrow]")) event.preventDefault();
  });

  // ── What is open closes when one goes elsewhere, or with Escape ──
  const sheets = ".list-chip-menu[open], .list-menu[open]";
  document.addEventListener("click", (event) => {
    document.querySelectorAll(sheets).forEach((open) => {
      if (!open.contains(event.target)) open.removeAttribute("open");
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    document.querySelectorAll(".list-chip-menu[open]").forEach((open) => {
      open.removeAttribute("open");
      open.querySelector("summary").focus();
    });
  });

  // ── A list that was swapped: the focus stays where the hand was ──
  let last = "";
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.target?.id !== "list") return;
    const from = document.activeElement;
    const chip = from?.closest(".list-chip")?.querySelector("summary");
    last = chip?.id || from?.closest(".list-menu")?.querySelector("summary")?.id || from?.id || "";
  });
  const wake = () => {
    list()?.querySelectorAll("[data-needs-script]").forEach((element) => { element.hidden = false; });
    count();
  };
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target?.id !== "list") return;
    wake();
    if (document.activeElement && document.activeElement !== document.body) return;
    (document.getElementById(last) ?? document.getElementById("list-count"))?.focus();
  });
  // A browser that goes back brings its ticks along.
  window.addEventListener("pageshow", count);
  wake();
})();
