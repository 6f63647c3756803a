"""Who may open which page: one line a page, by its name, read by the test that walks them all.

A new page needs one line in PAGES. `get` and `post` are what those get who may; without one of
them the page does not know that method (405). `may` is who may at all, the others get `no`.
A page of one record says `of`, the kind of record: those whom REACH does not name get 404. No page
knows PUT, PATCH or DELETE, unless it says so (`others`).

A page that opens for some and leads others on says whom it leads (`led`). What really happens is
printed by `pytest tests/web/test_rights.py -k NAME`: look at it before writing it down.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

FRONT = frozenset(
    "case_manager psychologist social_worker doctor lawyer teacher economic_coordinator mobile_unit".split()
)
LOOKING = frozenset({"reporting_officer", "director"})
WORKING = FRONT | {"coordinator", "supervisor"}
CASES = WORKING | LOOKING
PEOPLE = CASES | {"centre_staff"}
NAMES = WORKING | {"centre_staff"}
BEHIND = LOOKING | {"supervisor"}
OFFICER = frozenset({"dpo"})
TRAIL = OFFICER | {"director"}
KEEPER = frozenset({"it_volunteer"})
AGREEING = frozenset({"director", "supervisor"})
LEADING = frozenset({"coordinator", "supervisor"})
FIGURES = PEOPLE | OFFICER | {"project_manager"}
REPORTS = FIGURES | {"donor"}
EVERYBODY = REPORTS | KEEPER | {"outsider"}
NOBODY: frozenset[str] = frozenset()

# Roles that share their rights: one of them walks for all (the test holds that they do share them).
STANDS_FOR_FRONT = "case_manager"
WALKERS = sorted((EVERYBODY - FRONT) | {STANDS_FOR_FRONT})

# Of each kind of record: who sees an own one, a colleague's at another site, one of a restricted
# case of others, and one that does not exist. "own" is a case of the persona's team or site.
WHICH = ("own", "colleague's", "restricted", "nonexistent")
Reach = dict[str, frozenset[str]]


def seen(own: frozenset[str], colleagues: frozenset[str]) -> Reach:
    return dict(zip(WHICH, (own, colleagues, NOBODY, NOBODY), strict=True))


def only(own: frozenset[str]) -> Reach:
    """What is no case's: it is there or not."""
    return {"own": own, "nonexistent": NOBODY}


SUPERVISOR = frozenset({"supervisor"})
WALKS_FOR_FRONT = frozenset({STANDS_FOR_FRONT}) | FRONT
REACH: dict[str, Reach] = {
    **dict.fromkeys(
        "case person service placement task appointment request file merge pair".split(),
        seen(CASES, BEHIND),
    ),
    "task of a case": seen(CASES, BEHIND),
    # Whom somebody registered, and who has no case yet.
    "newcomer": seen(CASES, BEHIND),
    "consent": seen(WORKING | OFFICER, SUPERVISOR | OFFICER),
    "feedback": seen(AGREEING, AGREEING),
    "visitor": only(BEHIND | {"centre_staff"}),
    "worker": {"own": LEADING, "colleague's": SUPERVISOR, "nonexistent": NOBODY},
    "absence": only(WALKS_FOR_FRONT | SUPERVISOR),
    "draft": only(WALKS_FOR_FRONT),
    "undo": only(WALKS_FOR_FRONT),
    "glass": only(OFFICER),
    "own glass": only(WALKS_FOR_FRONT),
    "account": only(KEEPER),
    "role": only(AGREEING),
    "entry": only(TRAIL),
    "verification": only(TRAIL),
}
OTHER_METHODS = ("PUT", "PATCH", "DELETE")


def which_of(kind: str) -> tuple[str, ...]:
    """The records of a kind that are asked for."""
    return tuple(REACH[kind]) if kind else ("",)


@dataclass(frozen=True)
class Page:
    """A page by its name, and what it answers."""

    name: str
    get: int | None = None
    post: int | None = None
    may: frozenset[str] = EVERYBODY
    no: int = 403
    of: str = ""
    # Who may send the form, of those who may open the page; of a `form`, who may open it at all.
    writes: frozenset[str] | None = None
    form: bool = False
    args: dict[str, Any] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)
    # Those who are led on to another page instead.
    led: frozenset[str] = NOBODY
    # For strangers too: what they get; everything else leads them to the sign-in (302).
    stranger: tuple[int, int] | None = None
    # Not ours: what allauth does with a form depends on more than who sends it.
    methods: tuple[str, ...] = ("GET", "POST")
    # What PUT, PATCH and DELETE get from those who may open the page.
    others: dict[str, int] = field(default_factory=dict)
    stranger_others: dict[str, int] | None = None
    # The record is named in what is sent, by this name, and not in the address.
    asked: str = ""
    # Where a page has several lines: for which kind of record this one is.
    kind: str = ""

    @property
    def line(self) -> str:
        return f"{self.name} of {self.kind}" if self.kind else self.name

    def _another(self, who: str, method: str) -> int:
        if who != "stranger":
            return self.others.get(method, 405)
        if self.stranger is None:
            return 302
        known = self.others if self.stranger_others is None else self.stranger_others
        return known.get(method, 405)

    def reaches(self, who: str) -> bool:
        """Whether somebody gets anything of a record at all."""
        return who in self.may and (not self.of or who in REACH[self.of]["own"])

    def expected(self, who: str, method: str, which: str = "") -> int:
        """What somebody gets, by the declaration."""
        if method in OTHER_METHODS:
            return self._another(who, method)
        if who == "stranger":
            return 302 if self.stranger is None else self.stranger[("GET", "POST").index(method)]
        answer = self.get if method == "GET" else self.post
        if answer is None:
            return 405
        if who not in self.may:
            return self.no
        if who in self.led:
            return 302
        if self.of and who not in REACH[self.of][which]:
            return 404
        asks_to_write = method == "POST" or self.form
        if asks_to_write and self.writes is not None and who not in self.writes:
            return 403
        return answer


def of_case(name: str, get: int | None = None, post: int | None = None, **more: Any) -> Page:
    """A page of one case: changed by those who work on it, and nothing there for all the others."""
    return Page(name, get, post, of="case", writes=WORKING, **more)


# Allauth leads away, or finds nothing, before it looks at how it was asked; a PUT is a POST to it.
AWAY = dict.fromkeys(OTHER_METHODS, 302)
NOTHING = dict.fromkeys(OTHER_METHODS, 404)
# ── Sign-in and account (agimi.access, allauth) ─────────────────────────────────────────────────
ACCOUNT = (
    Page("access:account", get=200),
    Page("access:demo", post=404, stranger=(405, 404)),
    Page("access:factor", get=302),
    Page("access:codes_kept", post=302),
    Page("access:lock", post=302),
    Page("access:locked", get=302, post=302),
    Page("access:here", post=204),
    Page("access:forgotten", get=200, stranger=(200, 405)),
    Page("access:not_offered", get=404, post=404, others=NOTHING),
    Page(
        "account_login",
        get=302,
        post=302,
        stranger=(200, 200),
        others=AWAY,
        stranger_others={"PUT": 200},
    ),
    Page("account_logout", get=200, post=302, stranger=(302, 302)),
    Page("account_inactive", get=200, stranger=(200, 405)),
    Page("account_reauthenticate", get=302, post=302, others=AWAY),
    Page("account_change_password", get=302, post=302, others=AWAY),
    Page("account_signup", get=404, post=404, others=NOTHING),
    Page("account_email", get=404, post=404, others=NOTHING),
    Page("account_email_verification_sent", get=404, post=404, others=NOTHING),
    Page("account_set_password", get=404, post=404, others=NOTHING),
    Page("account_reset_password", get=200, stranger=(200, 405)),
    Page("account_confirm_login_code", get=404, post=404, others=NOTHING),
    Page("account_confirm_email", get=404, post=404, others=NOTHING),
    Page("account_reset_password_from_key_done", get=404, post=404, others=NOTHING),
    Page("account_reset_password_from_key", get=404, post=404, others=NOTHING),
    Page("account_reset_password_done", get=404, post=404, others=NOTHING),
    Page("mfa_index", get=200),
    Page("mfa_authenticate", get=302, post=302, stranger=(302, 302), others=AWAY),
    Page("mfa_reauthenticate", get=200, post=200, others={"PUT": 200}),
    Page("mfa_activate_totp", get=302, post=302, others=AWAY),
    Page("mfa_deactivate_totp", get=302, post=302, others=AWAY),
    Page("mfa_view_recovery_codes", get=302),
    Page("mfa_generate_recovery_codes", get=302, post=302, others=AWAY),
    Page("mfa_download_recovery_codes", get=302, post=302, others=AWAY),
    Page("mfa_list_webauthn", get=200),
    Page("mfa_add_webauthn", get=302, post=302, others=AWAY),
    Page("mfa_reauthenticate_webauthn", get=302, post=302, others=AWAY),
    Page("mfa_remove_webauthn", get=302, post=302, others=AWAY),
    Page("mfa_edit_webauthn", get=302, post=302, others=AWAY),
    Page(
        "mfa_login_webauthn",
        get=302,
        post=302,
        stranger=(302, 302),
        others=AWAY,
        stranger_others={"PUT": 302},
    ),
)
# ── Accounts, audit trail, emergencies (agimi.access) ───────────────────────────────────────────
SECURITY = (
    Page("accounts:accounts", get=200, may=KEEPER),
    Page("accounts:add", get=200, post=422, may=KEEPER),
    Page("accounts:change", get=200, post=422, may=KEEPER, of="account"),
    Page("accounts:switch", post=302, may=KEEPER, of="account"),
    Page("accounts:password", post=200, may=KEEPER, of="account"),
    Page("accounts:factor", post=302, may=KEEPER, of="account"),
    Page("accounts:requests", get=200, may=AGREEING),
    Page("accounts:decide", post=302, may=AGREEING, of="role"),
    Page("audit:trail", get=200, may=TRAIL),
    Page("audit:entry", get=200, may=TRAIL, of="entry"),
    Page("audit:seen", get=200, may=TRAIL),
    Page("audit:unusual", get=200, may=TRAIL),
    Page("audit:export", get=200, post=422, may=OFFICER),
    Page("audit:verify", get=200, post=302, may=TRAIL),
    Page("audit:verification", get=200, may=TRAIL, of="verification"),
    Page("glass:glass", get=200, post=422, may=CASES),
    Page("glass:close", post=302, may=CASES, of="own glass"),
    Page("glass:review", get=200, may=OFFICER),
    Page("glass:review_one", get=200, post=422, may=OFFICER, of="glass"),
)
# ── Figures and reports (agimi.insight) ─────────────────────────────────────────────────────────
INDICATOR = {"indicator": "casework.cases"}
INSIGHT = (
    Page("insight:figures", get=302, may=FIGURES),
    Page("insight:catalogue", get=200, may=FIGURES),
    Page("insight:indicator", get=200, may=FIGURES, args=INDICATOR),
    Page("insight:year", get=200, may=FIGURES, args={"year": 2024}),
    Page("insight:check", get=200, may=FIGURES, args={"year": 2024}),
    Page("insight:records", get=200, may=BEHIND, args=INDICATOR | {"year": 2024}),
    Page("insight:reports", get=200, may=REPORTS),
    Page("insight:annual", get=200, may=REPORTS, args={"year": 2024}),
    Page(
        "insight:download",
        get=200,
        may=REPORTS,
        args={"year": 2024, "language": "sq", "format": "json"},
    ),
)
# ── Records in and out (agimi.exchange) ─────────────────────────────────────────────────────────
RUN = {"code": "W-0000-0000"}
EXCHANGE = (
    Page("exchange:home", get=200, may=BEHIND),
    Page("exchange:template", get=200, may=BEHIND, args={"language": "sq"}),
    Page("exchange:upload", get=200, post=422, may=BEHIND),
    Page("exchange:run", get=404, may=BEHIND, args=RUN),
    Page("exchange:problems", get=404, may=BEHIND, args=RUN),
    Page("exchange:apply", post=404, may=BEHIND, args=RUN),
    Page("exchange:discard", post=404, may=BEHIND, args=RUN),
    Page("exchange:export", get=200, post=422, may=BEHIND),
)
# ── The caseworker's day (agimi.casework) ───────────────────────────────────────────────────────
HANDOVER = PEOPLE | {"project_manager"}
CASEWORK = (
    of_case("casework:case", 200),
    of_case("casework:profile", 200, 422),
    of_case("casework:phase", 200, 200),
    of_case("casework:close", 200, 422),
    of_case("casework:history", 200, form=True),
    of_case("casework:ask_plan", 200, 422, form=True),
    of_case("casework:child", 200, 200, form=True),
    of_case("casework:feedback_offer", 200, 200, form=True),
    of_case("casework:reveal", None, 200),
    Page("casework:summary", 200, 200, of="case"),
    of_case("casework:refer", 200, 422, form=True),
    of_case("casework:refer_consent", None, 200),
    of_case("casework:tab", 200, args={"tab": "plan"}),
    Page("casework:tick", None, 302, of="task of a case", writes=WORKING),
    Page("casework:file_add", 200, 422, may=WORKING, of="case", asked="for"),
    Page("casework:file", 200, of="file"),
    # Who sees the case without knowing who it is about sees that there is a file, and not what it shows.
    Page("casework:file_preview", 200, of="file", writes=WORKING, form=True, args={"number": 1}),
    Page("casework:file_download", None, 200, of="file", writes=WORKING),
    Page("casework:quality_one", 200, may=WORKING, args={"check": "sex"}),
    Page("casework:my_day", 200, may=CASES),
    Page("casework:cases", 302, may=CASES),
    Page("casework:task_add", 200, 422, may=WORKING),
    Page("casework:task_done", None, 302, of="task", writes=WORKING),
    Page("casework:went", None, 302, of="appointment", writes=WORKING, data={"state": "kept"}),
    Page("casework:log", 200, 422, may=WORKING),
    Page("casework:log_who", None, 200, may=WORKING),
    Page("casework:quality", 200, may=WORKING),
    Page("casework:monitoring", 200, may=CASES),
    Page("casework:handover", 200, 422, may=HANDOVER),
    Page("casework:hand_over", 302, 302, may=LEADING),
    Page("casework:board", 200, may=LEADING),
    Page("casework:board_worker", 200, may=LEADING, of="worker"),
    Page("casework:absences", 200, may=WORKING),
    Page("casework:absence_add", 200, 422, may=WORKING),
    Page("casework:absence_back", 200, 422, may=WORKING, of="absence"),
    Page("casework:calendar", 200, may=CASES),
    Page("casework:calendar_at", 200, may=CASES, args={"span": "month", "day": "2024-03-01"}),
    Page("casework:appointment_add", 200, 422, may=WORKING),
    Page("casework:feed_make", None, 302, may=CASES),
    Page("casework:feed", 404, args={"token": "abc"}, stranger=(404, 405)),
    Page("casework:approvals", 200, may=WORKING),
    Page("casework:approval", 200, 422, may=WORKING, of="request", writes=LEADING),
    # Only whoever asked takes it back.
    Page("casework:withdraw", None, 302, may=WORKING, of="request", writes=WALKS_FOR_FRONT),
    Page("casework:intake", 302, may=WORKING, of="newcomer"),
    Page("casework:intake_step", 200, 422, may=WORKING, of="newcomer", args={"step": "category"}),
    Page("casework:intake_at_once", 200, 422, may=WORKING, of="newcomer"),
    Page("casework:intake_anew", None, 302, may=WORKING, of="newcomer"),
    Page("casework:feedback", 200, may=AGREEING),
    Page("casework:feedback_one", 200, may=AGREEING, of="feedback"),
    Page("casework:feedback_form", 404, 404, args={"ticket": "abc"}, stranger=(404, 404)),
    Page("casework:feedback_thanks", 200, stranger=(200, 405)),
)
# ── People (agimi.people) ───────────────────────────────────────────────────────────────────────
PERSONS = (
    Page("people:people", 200, 200, may=PEOPLE),
    Page("people:choose", None, 200, may=PEOPLE),
    Page("people:likely", None, 200, may=NAMES),
    Page("people:new", 302, 302, may=NAMES),
    Page("people:give_up", None, 302, of="draft"),
    Page("people:person", 200, of="person"),
    Page("people:person", 200, of="visitor", kind="visitor"),
    Page("people:reveal", 302, 200, of="person", writes=WORKING),
    Page("people:identity", 200, 302, of="person", writes=WORKING, form=True),
    Page("people:relative", 200, 200, of="person", writes=WORKING, form=True),
    Page("people:duplicates", 200, may=NAMES),
    Page("people:merge", 200, 422, may=NAMES, of="pair"),
    Page("people:apart", None, 302, may=NAMES, of="pair"),
    Page("people:part", 200, 422, may=NAMES, of="merge"),
)
# ── Records of every kind, lists, drafts (agimi.desk) ───────────────────────────────────────────
SERVICES = {"kind": "services"}
DESK = (
    Page("desk:all_records", 200, may=NAMES | LOOKING | OFFICER),
    Page("desk:records", 200, may=CASES, args=SERVICES),
    Page("desk:records", 200, may=NAMES | OFFICER, args={"kind": "consents"}, kind="consent"),
    Page("desk:views", None, 302, may=CASES, args={"page": "services"}, data={"do": "save"}),
    Page("desk:export", 200, 422, may=BEHIND | {"coordinator"}, args={"page": "services"}),
    Page("desk:bulk", None, 302, may=WORKING, args={"page": "monitoring"}, data={"do": "ask"}),
    Page("desk:add", 200, 422, may=WORKING, of="case", asked="for", args=SERVICES),
    Page("desk:record", 200, of="service", args=SERVICES),
    Page("desk:change", 200, 422, of="service", writes=WORKING, form=True, args=SERVICES),
    Page("desk:remove", 200, 422, of="service", writes=WORKING, form=True, args=SERVICES),
    Page(
        "desk:end", 200, 422, of="placement", writes=WORKING, form=True, args={"kind": "placements"}
    ),
    Page("desk:record", 200, of="consent", args={"kind": "consents"}, kind="consent"),
    Page(
        "desk:change",
        200,
        422,
        of="consent",
        writes=WORKING,
        form=True,
        args={"kind": "consents"},
        kind="consent",
    ),
    Page("desk:record", 302, of="case", args={"kind": "cases"}, kind="case"),
    Page("desk:record", 302, of="person", args={"kind": "people"}, kind="person"),
    Page("desk:undo", None, 302, of="undo"),
    Page("desk:draft", None, 200, args={"form": "x"}, others={"DELETE": 204}),
    Page("desk:draft_key", 200),
    Page("desk:afresh", None, 302, args={"form": "x"}),
)
# ── The shell (agimi.web) ───────────────────────────────────────────────────────────────────────
WEB = (
    Page("web:home", get=200, led=FRONT | {"coordinator"}),
    Page("web:search", get=200, post=200),
    Page("web:help", get=200),
    Page("web:keys", get=200),
    Page("web:handbook", get=200, args={"page": "dita"}),
    Page("web:preferences", post=302, stranger=(405, 302)),
    Page("web:leave", get=302, stranger=(302, 405)),
)
PAGES: tuple[Page, ...] = (
    *ACCOUNT, *SECURITY, *INSIGHT, *EXCHANGE, *CASEWORK, *PERSONS, *DESK, *WEB
)  # fmt: skip
# Those that are drawn, and not only sent to.
DRAWN = [page for page in PAGES if page.get is not None]


# ── The page of the documentation ───────────────────────────────────────────────────────────────
def page() -> str:
    """docs/reference/rights.md."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Who may open which page"
    yield ""
    yield (
        "Made by `make docs` from `tests/web/rights.py`; the test `tests/web/test_rights.py` asks every page "
        "as every role and holds it to this. Strangers are led to the sign-in (302) unless it says otherwise."
    )
    yield ""
    yield (
        "200 opens · 204 done · 302 leads on · 403 refused with words · 404 nothing there, as far as they may "
        "know · 405 the page does not know this · 422 the form is shown again, with what is missing. PUT, "
        "PATCH and DELETE are 405 wherever nothing else stands here."
    )
    for title, pages in _chapters():
        yield from ("", f"## {title}", "| Page | Asked | Who | Answer |", "|---|---|---|---|")
        for each in pages:
            yield from _rows(each)
            yield from _other_rows(each)


def _chapters() -> Iterator[tuple[str, list[Page]]]:
    chapters: dict[str, list[Page]] = {}
    for each in PAGES:
        room = each.name.partition(":")[0] if ":" in each.name else "sign-in"
        chapters.setdefault(room, []).append(each)
    yield from sorted(chapters.items())


def _rows(page: Page) -> Iterator[str]:
    for method in page.methods:
        answers: dict[tuple[str, int], set[str]] = {}
        for which in which_of(page.of):
            for who in sorted(EVERYBODY):
                answers.setdefault((which, page.expected(who, method, which)), set()).add(who)
        known = {answer for _which, answer in answers}
        if known == {405}:
            continue
        for (which, answer), people in sorted(answers.items(), key=_in_order):
            record = f" · {which} {page.of.removeprefix('own ')}" if which else ""
            yield f"| `{page.name}` | {method}{record} | {_named(people)} | {answer} |"
        if page.stranger is not None:
            yield f"| `{page.name}` | {method} | a stranger | {page.expected('stranger', method)} |"


def _other_rows(page: Page) -> Iterator[str]:
    for answer in sorted(set(page.others.values())):
        methods = ", ".join(each for each, given in page.others.items() if given == answer)
        yield f"| `{page.name}` | {methods} | whoever may open it | {answer} |"


def _in_order(item: tuple[tuple[str, int], set[str]]) -> tuple[int, int]:
    which, answer = item[0]
    return (WHICH.index(which) if which else 0, answer)


def _named(people: set[str]) -> str:
    """Roles in words: the longer of the two lists is told by the shorter."""
    if people == EVERYBODY:
        return "everybody signed in"
    missing = EVERYBODY - people
    if len(missing) < len(people):
        return f"everybody but {_list(missing)}"
    return _list(people)


def _list(people: Any) -> str:
    words = ["the people of the cases" if set(people) >= FRONT else ""]
    others = set(people) - FRONT if set(people) >= FRONT else set(people)
    return ", ".join([*filter(None, words), *sorted(who.replace("_", " ") for who in others)])
