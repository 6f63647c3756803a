// Forms and records quicker for a hand at the keyboard: sheets over the page, searches in long lists,
// drafts that survive. Nothing here is needed: without it every link and form does the same.
"use strict";

(() => {
  const sheet = document.getElementById("sheet");
  if (!sheet) return;
  const body = document.getElementById("sheet-body");
  const words = sheet.dataset;
  const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

  // ── Searches in long lists ─────────────────────────────────────────────────────────────────────
  const dress = (root) => {
    root.querySelectorAll("select[data-search]:not(.tomselected)").forEach((select) => {
      const several = select.multiple;
      // The label goes over to the search; what lies beneath keeps its name for whoever hears the page.
      if (!select.hasAttribute("aria-label") && select.labels.length) select.setAttribute("aria-label", select.labels[0].textContent.trim());
      if (!several && select.options.length <= 8) return;
      new TomSelect(select, {
        plugins: several ? ["remove_button"] : ["dropdown_input"],
        maxOptions: 400,
        searchField: ["text", "names"], // a body's other names: data-names of its option
        allowEmptyOption: !several,
        diacritics: true,
        closeAfterSelect: !several,
        render: { no_results: () => `<div class="no-results">${words.wordsNone}</div>` },
      });
    });
    root.querySelectorAll("textarea[data-grow]").forEach(grow);
  };
  const grow = (area) => {
    const fit = () => {
      area.style.height = "auto";
      area.style.height = `${area.scrollHeight + 2}px`;
    };
    area.addEventListener("input", fit);
    if (area.value) fit();
  };

  // ── Drafts ─────────────────────────────────────────────────────────────────────────────────────
  // While one types, the server keeps it, encrypted. Until the server has it, it waits on the device,
  // encrypted under a key that is never stored there: a cut connection, a closed window or a sign-in
  // that ended cost no word. After the next sign-in it comes back.
  const STORE = "agimi-drafts:";
  let key = null;
  const theKey = async () => {
    if (key) return key;
    const answer = await fetch(words.draftKey, { headers: { Accept: "application/json" }, redirect: "error" });
    if (!answer.ok) throw new Error("no key");
    const raw = Uint8Array.from(atob((await answer.json()).key), (letter) => letter.charCodeAt(0));
    key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
    return key;
  };
  const encode = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)));
  const decode = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const keepHere = async (form) => {
    const nonce = crypto.getRandomValues(new Uint8Array(12));
    const typed = new TextEncoder().encode(JSON.stringify([...typedIn(form)]));
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, await theKey(), typed);
    localStorage.setItem(STORE + form.dataset.draft, `${encode(nonce)} ${encode(sealed)}`);
  };
  const findHere = async (form) => {
    const kept = localStorage.getItem(STORE + form.dataset.draft);
    if (!kept) return null;
    const [nonce, sealed] = kept.split(" ").map(decode);
    try {
      const opened = await crypto.subtle.decrypt({ name: "AES-GCM", iv: nonce }, await theKey(), sealed);
      return JSON.parse(new TextDecoder().decode(opened));
    } catch {
      return null;
    }
  };
  const forgetHere = (form) => localStorage.removeItem(STORE + form.dataset.draft);
  const typedIn = (form) =>
    [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !["csrfmiddlewaretoken", "next", "for", "draft", "find"].includes(name));
  const say = (form, text) => {
    const line = form.querySelector("[data-draft-state]");
    if (line) line.textContent = text;
  };

  // What is on its way to the server: a form is sent after it, so that no draft outlives what was sent.
  const underway = new WeakMap();
  const keep = (form, options = {}) => {
    const kept = keepNow(form, options);
    underway.set(form, kept);
    return kept;
  };
  const keepNow = async (form, { keepalive = false }) => {
    const data = new URLSearchParams(typedIn(form));
    try {
      const answer = await fetch(form.dataset.draftUrl, {
        method: "POST", body: data, redirect: "error", keepalive, headers: { "X-CSRFToken": token() },
      });
      if (!answer.ok) throw new Error(String(answer.status));
      forgetHere(form);
      say(form, `${words.wordsKept} · ${(await answer.json()).saved}`);
      return true;
    } catch {
      try {
        await keepHere(form);
        say(form, words.wordsOffline);
      } catch {
        say(form, "");
      }
      return false;
    }
  };

  const fill = (form, typed) => {
    const names = new Set(typed.map(([name]) => name));
    names.forEach((name) => {
      // The code too: if it did arrive the first time, sending it again makes no second record.
      if (["was", "version"].includes(name)) return;
      const values = typed.filter(([other]) => other === name).map(([, value]) => value);
      form.querySelectorAll(`[name="${CSS.escape(name)}"]`).forEach((control) => {
        if (control.type === "checkbox" || control.type === "radio") control.checked = values.includes(control.value);
        else if (control.tomselect) control.tomselect.setValue(control.multiple ? values : values.at(-1));
        else if (control.multiple) [...control.options].forEach((option) => (option.selected = values.includes(option.value)));
        else control.value = values.at(-1);
      });
    });
    form.dispatchEvent(new CustomEvent("agimi:filled", { detail: typed }));
  };

  const watch = (form) => {
    let timer = null;
    let soon = null;
    let changed = false;
    const stop = () => { clearTimeout(timer); clearTimeout(soon); };
    const later = () => {
      changed = true;
      stop();
      soon = setTimeout(() => keepHere(form).catch(() => {}), 250);
      timer = setTimeout(() => { changed = false; keep(form); }, 1500);
    };
    form.addEventListener("input", later);
    form.addEventListener("change", later);
    form.addEventListener("submit", stop);
    const now = () => {
      if (!changed || form.dataset.sent || !form.isConnected) return;
      stop();
      changed = false;
      keepHere(form).catch(() => {});
      keep(form, { keepalive: true });
    };
    document.addEventListener("visibilitychange", () => { if (document.hidden) now(); });
    window.addEventListener("pagehide", now);
    document.addEventListener("agimi:locking", now);
    sheet.addEventListener("cancel", now);
    form.addEventListener("agimi:leaving", now);
    window.addEventListener("online", () => { if (localStorage.getItem(STORE + form.dataset.draft)) keep(form); });
    theKey().then(async () => {
      const typed = await findHere(form);
      if (!typed) return;
      fill(form, typed);
      say(form, words.wordsFound);
      keep(form);
    }).catch(() => {});
  };

  // Where a form is found again: its own page, also where it lay as a sheet over another one.
  const pageOf = (form) => {
    if (form.dataset.draftPage) return form.dataset.draftPage;
    if (!body.contains(form)) return location.pathname + location.search;
    const data = new FormData(form);
    const query = new URLSearchParams(["for", "next"].filter((name) => data.get(name)).map((name) => [name, data.get(name)]));
    return `${new URL(form.action).pathname}?${query}`;
  };

  // A form that keeps a draft is sent by script, so that a cut connection leaves the page as it is.
  const send = async (form, button) => {
    await underway.get(form)?.catch(() => {});
    const data = new FormData(form);
    if (button?.name) data.append(button.name, button.value);
    const within = sheet.open && body.contains(form);
    const headers = { "HX-Request": "true" };
    if (within) headers["HX-Target"] = "sheet-body";
    let answer;
    try {
      answer = await fetch(form.action, { method: "POST", body: data, headers, redirect: "follow" });
    } catch {
      await keep(form);
      say(form, words.wordsFailed);
      delete form.dataset.sent;
      form.querySelector("[data-draft-state]")?.focus?.();
      return;
    }
    const onwards = answer.headers.get("HX-Redirect");
    if (onwards) {
      // Locked, or a factor is asked for: nothing was saved, and it waits here until one is back.
      if (answer.ok) forgetHere(form);
      else await keepHere(form).catch(() => {});
      if (onwards === location.pathname + location.search) location.reload();
      else location.assign(onwards);
      return;
    }
    delete form.dataset.sent;
    if (answer.redirected) {
      // The sign-in ended meanwhile: what was typed waits here, encrypted, and comes back after it.
      await keepHere(form).catch(() => {});
      location.assign(`${new URL(answer.url).pathname}?next=${encodeURIComponent(pageOf(form))}`);
      return;
    }
    if (answer.status >= 500) {
      await keep(form);
      say(form, words.wordsFailed);
      return;
    }
    const text = await answer.text();
    forgetHere(form); // the answer has all that was typed, or it is saved
    if (within) show(text);
    else {
      const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("#main");
      document.querySelector("#main").replaceChildren(...fresh.childNodes);
      ready(document.querySelector("#main"));
      document.querySelector("#form-errors, .conflict, [aria-invalid=true]")?.focus?.();
    }
  };

  // ── Sheets ─────────────────────────────────────────────────────────────────────────────────────
  const show = (text) => {
    body.innerHTML = text;
    ready(body);
    const first = body.querySelector("[aria-invalid=true], #form-errors, [autofocus], .fields input:not([type=hidden]), .fields select, .fields textarea");
    (first?.tomselect ?? first ?? body).focus?.();
  };
  const open = async (address) => {
    let answer;
    try {
      answer = await fetch(address, { headers: { "HX-Request": "true", "HX-Target": "sheet-body" } });
    } catch {
      location.assign(address);
      return;
    }
    if (answer.redirected || !answer.ok) {
      location.assign(address);
      return;
    }
    const text = await answer.text();
    // What is a whole page of its own is no sheet over another.
    if (/^\s*<!doctype/i.test(text)) {
      location.assign(address);
      return;
    }
    if (!sheet.open) sheet.showModal();
    show(text);
  };
  const here = (address) => {
    const target = new URL(address, location.href);
    if (!target.searchParams.get("next")) target.searchParams.set("next", location.pathname + location.search);
    return target.href;
  };

  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const close = event.target.closest("#sheet [data-close]");
    if (close) {
      event.preventDefault();
      body.querySelector("form[data-draft]")?.dispatchEvent(new CustomEvent("agimi:leaving"));
      sheet.close();
      return;
    }
    const link = event.target.closest("a[data-sheet]");
    if (!link) return;
    event.preventDefault();
    open(here(link.href));
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.id === "draft-afresh") document.querySelectorAll("form[data-draft]").forEach(forgetHere);
    if (form.dataset.inSheet && body.contains(form)) {
      event.preventDefault();
      fetch(form.action, { method: "POST", body: new FormData(form), headers: { "HX-Request": "true" } }).then(() => open(form.dataset.inSheet));
      return;
    }
    const within = body.contains(form) && form.method === "post";
    if ((!form.dataset.draft && !within) || form.hasAttribute("data-plain")) return;
    if (form.enctype === "multipart/form-data" && !within) return;
    event.preventDefault();
    if (form.dataset.sent) return;
    form.dataset.sent = "1";
    send(form, event.submitter);
  }, true);
  sheet.addEventListener("close", () => body.replaceChildren());

  const ready = (root) => {
    dress(root);
    root.querySelectorAll("form[data-draft]").forEach(watch);
    document.dispatchEvent(new CustomEvent("agimi:ready", { detail: root }));
  };
  ready(document);
})();
