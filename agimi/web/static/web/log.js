// The sheet in which a session is logged, and the lists of the day: quicker with a keyboard, and in
// place. Nothing here is needed: without it every form and link does the same.
"use strict";

(() => {
  const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

  // Cases are found while one types; sent, so that no name ever stands in an address.
  const search = (form) => {
    const field = form.querySelector("[data-find]");
    const found = form.querySelector("[data-found]");
    if (!field || !found) return;
    let timer = null;
    let asked = 0;
    const look = async () => {
      const mine = ++asked;
      const body = new URLSearchParams({ find: field.value });
      try {
        const answer = await fetch(form.dataset.who, { method: "POST", body, redirect: "error", headers: { "X-CSRFToken": token(), "HX-Request": "true" } });
        if (answer.ok && mine === asked) found.innerHTML = await answer.text();
      } catch {
        // Without a connection the cases that stand there already can be chosen.
      }
    };
    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(look, 250);
    });
    field.addEventListener("keydown", async (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      clearTimeout(timer);
      await look();
      (found.querySelector("input:checked") ?? found.querySelector("input"))?.focus();
    });
    form.querySelector("[name=search]")?.addEventListener("click", (event) => {
      event.preventDefault();
      clearTimeout(timer);
      look();
    });
  };

  const dress = (form) => {
    if (form.dataset.dressed) return;
    form.dataset.dressed = "1";
    search(form);
    // One of two: a chip, or another value beside the chips.
    form.querySelectorAll("[data-clears]").forEach((other) => {
      const chips = () => form.querySelectorAll(`[name="${other.dataset.clears}"]`);
      other.addEventListener("change", () => {
        if (other.value) chips().forEach((chip) => (chip.checked = false));
      });
      chips().forEach((chip) => chip.addEventListener("change", () => {
        if (other.tomselect) other.tomselect.clear(true);
        else other.value = "";
      }));
    });
    // From the note, where Enter begins a line.
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      form.requestSubmit(form.querySelector("[data-save]"));
    });
    // A draft that comes back may be about a case that had been searched for.
    form.addEventListener("agimi:filled", (event) => {
      const wanted = event.detail.find(([name]) => name === "case")?.[1];
      if (!wanted || [...form.querySelectorAll("[name=case]")].some((radio) => radio.value === wanted)) return;
      const label = document.createElement("label");
      label.className = "pick";
      const radio = Object.assign(document.createElement("input"), { type: "radio", name: "case", value: wanted, checked: true });
      const words = document.createElement("span");
      words.append(Object.assign(document.createElement("strong"), { className: "code private", textContent: wanted }));
      label.append(radio, words);
      form.querySelector("[data-found]")?.append(label);
    });
    form.querySelectorAll("[data-needs-script]").forEach((element) => (element.hidden = false));
  };

  // Ticked in place: the page is asked for again and put where it was, without jumping.
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!("swap" in form.dataset) || event.defaultPrevented) return;
    event.preventDefault();
    if (form.dataset.sent) return;
    form.dataset.sent = "1";
    const rows = [...document.querySelectorAll("[data-row]")];
    const place = rows.indexOf(form.closest("[data-row]"));
    const body = new FormData(form);
    if (event.submitter?.name) body.append(event.submitter.name, event.submitter.value);
    const here = location.pathname + location.search;
    if (!body.get("next")) body.set("next", here);
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true" } });
      if (!answer.ok || answer.headers.get("HX-Redirect") !== here) throw new Error("elsewhere");
      const page = await fetch(here);
      if (!page.ok || page.redirected) throw new Error("elsewhere");
      const fresh = new DOMParser().parseFromString(await page.text(), "text/html").querySelector("#main");
      document.querySelector("#main").replaceChildren(...fresh.childNodes);
      document.dispatchEvent(new CustomEvent("agimi:ready", { detail: document.querySelector("#main") }));
      document.querySelector(".notes")?.scrollIntoView({ block: "nearest" });
      document.querySelectorAll("[data-row]")[Math.max(place, 0)]?.focus();
    } catch {
      location.reload();
    }
  }, true);

  const ready = (root) => root.querySelectorAll(".log-form").forEach(dress);
  document.addEventListener("agimi:ready", (event) => ready(event.detail));
  ready(document);
})();
