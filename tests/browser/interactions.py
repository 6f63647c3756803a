"""How many interactions the commonest acts take, counted in a real browser.

An interaction is one press of a button, a link, a choice or a key that does
something, or one field filled in, however long the text. A keystroke is each key that is
hit, those of the texts too. ``Hand`` counts both;
tests/browser/test_journey_day.py holds each act to the numbers said here, and
docs/reference/interactions.md is made from this list.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, expect


class Hand:
    """The hand of somebody at a page; every press and every field filled in counts."""

    def __init__(self, page: Page) -> None:
        self.page, self.count, self.keys = page, 0, 0

    def press(self, key: str) -> None:
        self.count, self.keys = self.count + 1, self.keys + 1
        self.page.keyboard.press(key)

    def click(self, where: str | Locator) -> None:
        self.count += 1
        (self.page.locator(where) if isinstance(where, str) else where).click()

    def type(self, text: str) -> None:
        self.count, self.keys = self.count + 1, self.keys + len(text)
        self.page.keyboard.type(text)

    def fill(self, where: str, text: str) -> None:
        self.count, self.keys = self.count + 1, self.keys + len(text)
        self.page.locator(where).fill(text)

    def choose(self, where: str | Locator, value: str) -> None:
        """One of a list, by the keyboard or with a finger."""
        self.count += 1
        found = self.page.locator(where) if isinstance(where, str) else where
        found.select_option(value, force=True)

    def forget(self) -> None:
        """Counted is what comes now."""
        self.count = self.keys = 0


@dataclass(frozen=True, slots=True)
class Act:
    """One of the commonest acts; ``run`` does it from anywhere, or from the page of the day."""

    slug: str
    words: str
    interactions: int
    keys: int
    steps: str
    run: Callable[[Hand, list[Any]], None] | None = None
    anywhere: bool = True


def saved(hand: Hand) -> None:
    expect(hand.page.locator("main > .notes")).to_be_visible()


def sheet(hand: Hand) -> Locator:
    form = hand.page.locator("#sheet-body form.record-form")
    expect(form).to_be_visible()
    return form


def log_by_hand(hand: Hand, cases: list[Any]) -> None:
    hand.click(".log-open")
    form = sheet(hand)
    hand.click(form.locator(".pick", has_text=cases[0].code))
    hand.click(form.locator(".pick", has_text="45"))
    hand.click(form.locator(".pick:has([name=topics])").first)
    hand.fill("#sheet-body textarea", "Foli për banesën.")
    hand.click(form.locator("[data-save]"))
    saved(hand)


def log_by_keys(hand: Hand, cases: list[Any]) -> None:
    hand.press("l")
    expect(hand.page.locator("#sheet-body input[name=case]").first).to_be_focused()
    hand.press("Space")
    hand.press("Enter")
    saved(hand)


def log_another(hand: Hand, cases: list[Any]) -> None:
    """The first one is logged; counted is what the next one takes."""
    hand.click(".log-open")
    hand.click(sheet(hand).locator(".pick", has_text=cases[0].code))
    hand.click("#sheet-body [data-another]")
    expect(hand.page.locator("#sheet-body .notes")).to_be_visible()
    hand.forget()
    hand.click(sheet(hand).locator(".pick", has_text=cases[1].code))
    hand.click("#sheet-body [data-save]")
    saved(hand)


def log_from_the_case(hand: Hand, cases: list[Any]) -> None:
    hand.page.goto(f"/cases/{cases[0].code}/")
    hand.click(".log-open")
    expect(sheet(hand).locator(f"input[value='{cases[0].code}']")).to_be_checked()
    hand.fill("#sheet-body textarea", "Foli për banesën.")
    hand.click("#sheet-body [data-save]")
    hand.page.wait_for_load_state()
    saved(hand)


def tick(hand: Hand, cases: list[Any]) -> None:
    hand.click(".tick[data-tick]")
    saved(hand)


def add_task(hand: Hand, cases: list[Any]) -> None:
    hand.press("t")
    sheet(hand)
    hand.fill("#sheet-body [name=title]", "Thirr shkollën")
    hand.press("Enter")
    saved(hand)


def agree_appointment(hand: Hand, cases: list[Any]) -> None:
    hand.press("a")
    form = sheet(hand)
    hand.click(form.locator(".pick", has_text=cases[0].code))
    hand.click(form.locator(".pick:has([name=kind])").nth(1))
    hand.fill("#sheet-body [name=starts_at]", "2030-03-01T10:00")
    hand.click(form.locator("[data-save]"))
    saved(hand)


def keep_appointment(hand: Hand, cases: list[Any]) -> None:
    hand.click(".went-button[value=kept]")
    saved(hand)


def hand_over(hand: Hand, cases: list[Any]) -> None:
    hand.click("main a[href='/handover/']")
    hand.fill("main textarea", "Dhoma 4: vajza ka temperaturë.")
    hand.click("main .record-form .btn-primary")
    saved(hand)


def find_person(hand: Hand, cases: list[Any]) -> None:
    hand.click(".rail a[href='/people/']")
    hand.fill("#words", "shqipe cela")
    expect(hand.page.locator(f"#found a[href='/people/{cases[0].person.code}/']")).to_be_visible()


def reveal_name(hand: Hand, cases: list[Any]) -> None:
    hand.page.goto(f"/cases/{cases[0].code}/")
    hand.click("#case-name button")
    expect(hand.page.locator("[data-identity]")).to_contain_text("Shqipe Çela")


def refer_out(hand: Hand, cases: list[Any]) -> None:
    hand.page.goto(f"/cases/{cases[0].code}/")
    hand.click("main details:has(.case-add) summary")
    hand.click(f".case-add a[href^='/cases/{cases[0].code}/refer/']")
    hand.page.wait_for_url("**/refer/**")
    hand.choose(
        "select[name=to]",
        hand.page.locator("select[name=to] option").last.get_attribute("value") or "",
    )
    hand.click("#consent [name=ground][value=asked]")
    hand.click("#refer .btn-primary")
    hand.page.wait_for_url(f"**/cases/{cases[0].code}/")


def open_case(hand: Hand, cases: list[Any]) -> None:
    hand.click(
        hand.page.locator("#mine ~ *, .day-card")
        .get_by_role("link", name=cases[0].code, exact=True)
        .first
    )
    hand.page.wait_for_url(f"**/cases/{cases[0].code}/")


COUNTED = (
    Act(
        "log",
        "Log a session, with length, topic and note",
        6,
        17,
        "Log · the case · the length · a topic · the note · Log the session",
        log_by_hand,
    ),
    Act(
        "log-keys",
        "Log a session like the last one, by keys",
        3,
        3,
        "`L` · space (the case) · Enter",
        log_by_keys,
    ),
    Act(
        "log-another",
        "Log the same for the next case",
        2,
        0,
        "the case · Log the session",
        log_another,
    ),
    Act(
        "log-case",
        "Log a session from the page of the case, with a note",
        3,
        17,
        "Log · the note · Log the session",
        log_from_the_case,
    ),
    Act("tick", "Tick a task", 1, 0, "the circle before it", tick, anywhere=False),
    Act("task", "Add a task", 3, 16, "`T` · what · Enter", add_task, anywhere=False),
    Act(
        "appointment",
        "Agree an appointment",
        5,
        17,
        "`A` · the case · what for · when · Agree the appointment",
        agree_appointment,
        anywhere=False,
    ),
    Act(
        "kept",
        "Say that an appointment took place",
        1,
        0,
        "the tick in its line",
        keep_appointment,
        anywhere=False,
    ),
    Act(
        "handover",
        "Write a handover",
        3,
        30,
        "Handover · the note · Hand over",
        hand_over,
        anywhere=False,
    ),
    Act("find", "Find a person by name", 2, 11, "People · the name", find_person),
    Act("name", "Reveal a name on the page of the case", 1, 0, "Reveal name", reveal_name),
    Act(
        "refer",
        "Refer to another body, from the page of the case",
        5,
        0,
        "Add · Referral to another body · the body · she agreed · Refer",
        refer_out,
    ),
    Act("case", "Open the page of a case", 1, 0, "its code in My cases", open_case, anywhere=False),
)


def counts_said() -> dict[str, tuple[int, int]]:
    """The numbers as docs/reference/interactions.md prints them."""
    from pathlib import Path

    page = Path(__file__).parents[2] / "docs/reference/interactions.md"
    rows = [line.split("|") for line in page.read_text(encoding="utf-8").splitlines()]
    by_words = {
        row[1].strip(): (int(row[2]), int(row[3]))
        for row in rows
        if len(row) > 5 and row[2].strip().isdigit()
    }
    return {act.slug: by_words[act.words] for act in COUNTED}


def page() -> str:
    """docs/reference/interactions.md."""
    lines = [
        "# How many interactions\n",
        (
            "Made by `make docs` from `tests/browser/interactions.py`; a test does each act in a real "
            "browser and counts. An interaction is one press of a button, a link, a choice or a key "
            "that does something, or one field filled in, however long the text. Moving the focus is "
            "not counted. Keystrokes are all keys that are hit, those of the example's texts too. At a "
            "desk, in Albanian, with scripts.\n"
        ),
        "| Act | Interactions | Keystrokes | Begun on | Steps |",
        "|---|---:|---:|---|---|",
    ]
    for act in COUNTED:
        begun = "any page" if act.anywhere else "My day"
        lines.append(f"| {act.words} | {act.interactions} | {act.keys} | {begun} | {act.steps} |")
    return "\n".join(lines) + "\n"
