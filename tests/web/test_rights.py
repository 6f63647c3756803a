"""Every page, asked as every role, answers what tests/web/rights.py says; no page is left out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone, translation

from agimi.access.choices import Role
from agimi.access.factor import missing_step
from agimi.access.roles import GRANTS
from tests.factors import give_factor
from tests.web.rights import (
    EVERYBODY,
    FRONT,
    PAGES,
    STANDS_FOR_FRONT,
    WALKERS,
    WHICH,
    Page,
    which_of,
)

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NOWHERE = {"case": "R-0000-0000", "person": "P-0000-0000-0000"}
FILLING = {"rest": "signup/", "key": "abc", "uidb36": "1", "pk": 99999}
DAY = dt.date(2024, 3, 1)
# What every form sends, so that an empty one is still one that was sent.
SENT = {"csrfmiddlewaretoken": "x"}


def names_of(patterns: list[Any], before: tuple[str, ...] = ()) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = (*before, pattern.namespace) if pattern.namespace else before
            yield from names_of(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            yield ":".join((*before, pattern.name or str(pattern.pattern)))


def protected(user: Any) -> Any:
    """With a second factor, whether the role demands one or not: so that the sign-in asks all alike."""
    return user if missing_step(user) == "" else give_factor(user)


# ── One world for all ───────────────────────────────────────────────────────────────────────────
class World:
    """One organisation: a persona of each role, an own case, a colleague's, a restricted one."""

    def __init__(self) -> None:
        from agimi.programme.models import Site
        from tests.personas import account
        from tests.records import make

        self.site = make(Site, code="SITE-SHELTER", kind="shelter", started_on=DAY)
        self.elsewhere = make(Site, code="SITE-OTHER", kind="shelter", started_on=DAY)
        centre = make(Site, code="SITE-CENTRE", kind="childcare_centre", started_on=DAY)
        places = {"coordinator": self.site, "centre_staff": centre}
        roles = {str(who): str(who) for who in EVERYBODY - {"outsider"}} | {"outsider": ""}
        self.people = {
            who: protected(account(who, role, places.get(who, self.site), works=who != "outsider"))
            for who, role in roles.items()
            if who in WALKERS
        }
        self.codes: dict[str, dict[str, Any]] = {}
        self._cases()
        self._security()
        self.clients = {who: self._browser(user) for who, user in self.people.items()}
        self.clients["stranger"] = Client()

    def _cases(self) -> None:
        from agimi.casework.models import Case, Service, TeamMember
        from agimi.people.models import Person
        from agimi.programme.models import Staff
        from tests.records import make

        lead = make(Staff, name="Somebody else", started_on=DAY)
        given = {
            "own": {"lead": self.people[STANDS_FOR_FRONT].staff, "site": self.site},
            "colleague's": {"lead": lead, "site": self.elsewhere},
            "restricted": {"lead": lead, "site": self.site, "restricted": True},
        }
        cases = {
            which: make(Case, person=make(Person), opened_on=DAY, **values)
            for which, values in given.items()
        }
        make(TeamMember, case=cases["own"], staff=cases["own"].lead, started_on=DAY)
        services = {
            which: make(Service, case=case, person=case.person, on=DAY)
            for which, case in cases.items()
        }
        self.cases = cases
        self._keep("case", {which: case.code for which, case in cases.items()})
        self._keep("person", {which: case.person.code for which, case in cases.items()})
        self._keep("service", {which: service.code for which, service in services.items()})

    def _security(self) -> None:
        from agimi.access.audit import write_entry
        from agimi.access.models import BreakGlass, RoleRequest, User, Verification

        entry = write_entry(by="agimi", verb="case read", kind="casework.case", code="R-1")
        somebody = User.objects.create_user("somebody", role="donor")
        now = timezone.now()
        glass = BreakGlass.objects.create(
            user=self.people[STANDS_FOR_FRONT],
            case=self.cases["colleague's"],
            because="an emergency",
            at=now - dt.timedelta(hours=2),
            until=now - dt.timedelta(hours=1),
        )
        asked = RoleRequest.objects.create(
            user=somebody, role="doctor", asked_by=self.people["it_volunteer"], asked_at=now
        )
        walked = Verification.objects.create(asked_by=somebody, asked_at=now, moved_at=now)
        self._keep("glass", {"own": glass.code})
        self._keep("own glass", {"own": glass.code})
        self._keep("account", {"own": somebody.code})
        self._keep("request", {"own": asked.code})
        self._keep("entry", {"own": entry.number})
        self._keep("verification", {"own": walked.code})

    def _keep(self, kind: str, codes: dict[str, Any]) -> None:
        nowhere = 10**9 if kind == "entry" else NOWHERE.get(kind, "X-0000-0000")
        self.codes[kind] = dict.fromkeys(WHICH, nowhere) | codes

    def _browser(self, user: Any) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(user, backend=BACKEND)
        return client

    def ask(self, page: Page, who: str, method: str, which: str = "") -> int:
        """What the page answers; whatever it does is undone."""
        address = self.address(page, which)
        client = self.clients[who]
        cookies = client.cookies.copy()
        cache.clear()  # nobody is slowed down for having asked so much
        with transaction.atomic(), transaction.atomic(using="keys"):
            send = client.get if method == "GET" else client.post
            answer = send(address, page.data | ({} if method == "GET" else SENT))
            answer.close()
            transaction.set_rollback(True)
            transaction.set_rollback(True, using="keys")
        client.cookies = cookies
        return int(answer.status_code)

    def address(self, page: Page, which: str = "") -> str:
        given = dict(page.args)
        if page.of:
            given["number" if page.of == "entry" else "code"] = self.codes[page.of][which]
        wanted = _parameters(page.name)
        return reverse(page.name, kwargs={n: given.get(n, FILLING.get(n)) for n in wanted})


def _parameters(name: str) -> list[str]:
    """The parameters in the address of a page."""
    resolver: Any = get_resolver()
    for space in name.split(":")[:-1]:
        _prefix, resolver = resolver.namespace_dict[space]
    possible = resolver.reverse_dict.getlist(name.rpartition(":")[2])
    return list(possible[0][0][0][1])


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Made once for all pages, and undone at the end."""
    with (
        django_db_blocker.unblock(),
        translation.override("sq"),
        pytest.MonkeyPatch.context() as patch,
    ):
        quick = ["django.contrib.auth.hashers.MD5PasswordHasher"]
        patch.setattr(settings, "PASSWORD_HASHERS", quick)
        # What a request does is undone, its activity too: on a slow machine the screens would lock.
        patch.setattr(settings, "AGIMI_IDLE_MINUTES", 10_000)
        # The words of a refusal have tests of their own; here thousands of them are asked for.
        for status in (403, 404):
            patch.setattr(f"agimi.urls.handler{status}", _short(status))
        with transaction.atomic(), transaction.atomic(using="keys"):
            yield World()
            transaction.set_rollback(True)
            transaction.set_rollback(True, using="keys")


def _short(status: int) -> Any:
    def handler(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
        return HttpResponse(status=status)

    return handler


# ── The walk ────────────────────────────────────────────────────────────────────────────────────
def test_no_page_is_left_out() -> None:
    missing = sorted(set(names_of(get_resolver().url_patterns)) - {page.name for page in PAGES})

    assert missing == [], (
        "these pages have no line in tests/web/rights.py: add one each to PAGES, "
        'e.g. Page("room:page", get=200, may=CASES, of="case"), and run `make docs`'
    )


def test_each_line_is_of_a_page_that_exists() -> None:
    known = set(names_of(get_resolver().url_patterns))

    assert sorted(page.name for page in PAGES if page.name not in known) == []
    assert len({page.name for page in PAGES}) == len(PAGES)


def test_every_role_is_among_those_who_walk_or_shares_the_rights_of_one() -> None:
    assert {role.value for role in Role if role != Role.SYSTEM} | {"outsider"} == EVERYBODY
    shared = GRANTS[Role(STANDS_FOR_FRONT)]
    assert [who for who in FRONT if GRANTS[Role(who)] != shared] == []


@pytest.mark.django_db(databases="__all__")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_answers_each_role_as_declared(page: Page, world: World) -> None:
    wrong = []
    for method, which, who in questions(page):
        got, wanted = world.ask(page, who, method, which), page.expected(who, method, which)
        if got != wanted:
            wrong.append(f"{method} {which} {who}: {got}, declared {wanted}".replace("  ", " "))

    assert wrong == [], f"{page.name}:\n" + "\n".join(wrong)


def questions(page: Page) -> Iterator[tuple[str, str, str]]:
    """Each method, record and persona; what no page knows for anybody is asked of one only."""
    for method in page.methods:
        for which in which_of(page.of):
            known = {page.expected(who, method, which) for who in WALKERS} != {405}
            for who in (*(WALKERS if known else WALKERS[:1]), "stranger"):
                yield method, which, who
