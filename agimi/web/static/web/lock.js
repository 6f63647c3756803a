// Locks the screen when nobody is there. The server does the same by itself; this warns before, hides
// what is on the screen at once, and tells the server of activity that no page turn shows.
"use strict";

(() => {
  const ACTIVE = "agimi-active";
  const TOLD = "agimi-told";
  const LOCKED = "agimi-locked";
  const TELL_EVERY = 30_000;
  const ANSWER_WITHIN = 3000;

  // Moments only, shared by all windows of this browser; where that is refused, each watches for itself.
  const own = {};
  const read = (key) => {
    try {
      return Number(localStorage.getItem(key)) || own[key] || 0;
    } catch {
      return own[key] || 0;
    }
  };
  const note = (key, moment) => {
    own[key] = moment;
    try {
      localStorage.setItem(key, String(moment));
    } catch {
      // Refused: `own` remembers.
    }
  };

  // On the lock page: another window was unlocked, so this one may go on too.
  const waiting = document.querySelector("[data-locked]");
  if (waiting) {
    window.addEventListener("storage", (event) => {
      if (event.key === ACTIVE) window.location.replace(waiting.dataset.locked);
    });
    return;
  }

  const box = document.querySelector("[data-idle]");
  if (!box) return;
  const limit = Number(box.dataset.idle) * 1000;
  const warning = limit - Math.min(60_000, limit / 2);
  const words = box.querySelector("[data-idle-words]");
  const opened = Date.now();
  let locking = false;

  const hide = () => {
    document.documentElement.hidden = true;
  };
  const goToLock = () => {
    const back = window.location.pathname + window.location.search;
    window.location.replace(`${box.dataset.lockPage}?next=${encodeURIComponent(back)}`);
  };
  const send = (address) =>
    fetch(address, { method: "POST", body: new FormData(box), credentials: "same-origin", redirect: "manual", keepalive: true });

  const lock = () => {
    if (locking) return;
    locking = true;
    // Whoever keeps drafts saves them now.
    document.dispatchEvent(new CustomEvent("agimi:locking"));
    hide();
    note(LOCKED, Date.now());
    send(box.action).catch(() => {}).finally(goToLock);
  };

  const tell = () => {
    if (Date.now() - read(TOLD) < TELL_EVERY) return;
    note(TOLD, Date.now());
    send(box.dataset.here)
      .then((answer) => {
        // Locked from another window, or the session is over.
        if (answer.status === 423 || answer.type === "opaqueredirect") lock();
      })
      .catch(() => {});
  };

  // The warning stays under the hand that comes to answer it: were it gone at the first move or touch,
  // the click would land on what lies beneath.
  let warnedAgainst = 0;
  const warn = (on) => {
    if (on) warnedAgainst = Date.now();
    if (box.hidden !== on) return;
    box.hidden = !on;
    words.textContent = on ? words.dataset.said : "";
  };
  const calm = () => {
    if (Date.now() - warnedAgainst >= ANSWER_WITHIN && !box.matches(":hover, :focus-within")) warn(false);
  };

  const look = () => {
    if (locking) return;
    const rested = Date.now() - Math.max(read(ACTIVE), 0);
    if (read(LOCKED) > opened || rested >= limit) lock();
    else if (rested >= warning) warn(true);
    else calm();
  };

  const active = () => {
    const now = Date.now();
    // Too late is too late, even if the first sign of life comes before the next look at the clock.
    if (locking || now - read(ACTIVE) >= limit) return look();
    if (now - read(ACTIVE) < 1000) return undefined;
    note(ACTIVE, now);
    return tell();
  };
  const stay = () => {
    active();
    if (!locking) warn(false);
  };

  // To turn to a page is to be there.
  note(ACTIVE, opened);
  note(TOLD, opened);
  ["pointerdown", "pointermove", "keydown", "wheel", "touchstart", "input"].forEach((sign) => {
    document.addEventListener(sign, active, { passive: true, capture: true });
  });
  box.querySelector("[data-idle-stay]").addEventListener("click", stay);
  window.addEventListener("storage", look);
  document.addEventListener("visibilitychange", look);
  window.addEventListener("focus", look);
  // "Back" to a page that the browser kept: ask the server for it again.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    hide();
    window.location.reload();
  });
  setInterval(look, 1000);
})();
