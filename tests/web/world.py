"""One world for the walk through the rights: a persona of each role, and of each kind of record
an own one, a colleague's at another site, one of a restricted case, and one that is not there."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone, translation

from agimi.access.factor import missing_step
from tests.factors import give_factor
from tests.web.rights import EVERYBODY, STANDS_FOR_FRONT, WALKERS, WHICH, Page

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NOWHERE = {"case": "R-0000-0000", "person": "P-0000-0000-0000"}
FILLING = {"rest": "signup/", "key": "abc", "uidb36": "1", "pk": 99999}
DAY = dt.date(2024, 3, 1)
# What every form sends, so that an empty one is still one that was sent.
SENT = {"csrfmiddlewaretoken": "x"}


@contextmanager
def lasting_world() -> Iterator[World]:
    """A world for all tests of a file, undone at the end."""
    from agimi.insight import answers

    with translation.override("sq"), pytest.MonkeyPatch.context() as patch:
        quick = ["django.contrib.auth.hashers.MD5PasswordHasher"]
        patch.setattr(settings, "PASSWORD_HASHERS", quick)
        # What a request does is undone, its activity too: on a slow machine the screens would lock.
        patch.setattr(settings, "AGIMI_IDLE_MINUTES", 10_000)
        patch.setattr(answers, "_kept", answers.Kept(most=64))
        with transaction.atomic(), transaction.atomic(using="keys"):
            yield World()
            transaction.set_rollback(True)
            transaction.set_rollback(True, using="keys")


def protected(user: Any) -> Any:
    """With a second factor, whether the role demands one or not: so that the sign-in asks all alike."""
    return user if missing_step(user) == "" else give_factor(user)


def parameters(name: str) -> list[str]:
    """The parameters in the address of a page."""
    resolver: Any = get_resolver()
    for space in name.split(":")[:-1]:
        _prefix, resolver = resolver.namespace_dict[space]
    possible = resolver.reverse_dict.getlist(name.rpartition(":")[2])
    return list(possible[0][0][0][1])


class World:
    """One organisation. ``codes`` has the address parameters of each kind's records."""

    def __init__(self) -> None:
        from agimi.access.accounts import system_user
        from agimi.programme.models import Site
        from tests.personas import account
        from tests.records import make

        self.site = make(Site, code="SITE-SHELTER", kind="shelter", started_on=DAY)
        self.elsewhere = make(Site, code="SITE-OTHER", kind="shelter", started_on=DAY)
        self.centre = make(Site, code="SITE-CENTRE", kind="childcare_centre", started_on=DAY)
        places = {"coordinator": self.site, "centre_staff": self.centre}
        roles = {str(who): str(who) for who in EVERYBODY - {"outsider"}} | {"outsider": ""}
        self.people = {
            who: protected(account(who, role, places.get(who, self.site), works=who != "outsider"))
            for who, role in roles.items()
            if who in WALKERS
        }
        self.front = self.people[STANDS_FOR_FRONT]
        self.system = system_user()
        self.codes: dict[str, dict[str, dict[str, Any]]] = {}
        self._cases()
        self._of_cases()
        self._files()
        self._without_cases()
        self._merges()
        self._of_one_user()
        self._security()
        self.clients = {who: self._browser(user) for who, user in self.people.items()}
        self.clients["stranger"] = Client()

    # ── Records ─────────────────────────────────────────────────────────────────────────────────
    def _cases(self) -> None:
        from agimi.casework.models import Case, TeamMember
        from agimi.people.models import Person
        from agimi.programme.models import Staff
        from tests.records import make

        lead = make(Staff, name="Somebody else", started_on=DAY)
        given = {
            "own": {"lead": self.front.staff, "site": self.site},
            "colleague's": {"lead": lead, "site": self.elsewhere},
            "restricted": {"lead": lead, "site": self.site, "restricted": True},
        }
        self.cases = {
            which: make(Case, person=make(Person, site=None), opened_on=DAY, **values)
            for which, values in given.items()
        }
        own = self.cases["own"]
        make(TeamMember, case=own, staff=own.lead, started_on=DAY)
        self._keep("case", {which: case.code for which, case in self.cases.items()})
        self._keep("person", {which: case.person.code for which, case in self.cases.items()})
        self._keep("worker", {which: case.lead.code for which, case in self.cases.items()})

    def _of_cases(self) -> None:
        """One record of each case, of several kinds."""
        from agimi.casework import models
        from agimi.people.models import Consent
        from tests.records import make

        now = timezone.now()
        kinds: dict[str, tuple[Any, dict[str, Any]]] = {
            "service": (models.Service, {"on": DAY}),
            "placement": (models.Placement, {"started_on": DAY}),
            "task": (models.Task, {}),
            "appointment": (models.Appointment, {"starts_at": now}),
            "request": (models.Approval, {"kind": "override", "number": 2, "on": DAY}),
            "feedback": (models.Feedback, {"answered_at": now, "expires_at": now}),
        }
        for name, (model, values) in kinds.items():
            codes = {}
            for which, case in self.cases.items():
                more: dict[str, Any] = {"ticket": which} if name == "feedback" else {}
                if name == "request" and which == "own":
                    more["created_by"] = self.front
                if any(field.name == "person" for field in model._meta.fields):
                    more["person"] = case.person
                codes[which] = make(model, case=case, **values, **more).code
            self._keep(name, codes)
        consents = {
            which: make(Consent, person=case.person).code for which, case in self.cases.items()
        }
        self._keep("consent", consents)
        self._keep(
            "task of a case",
            {
                which: {"code": case.code, "task": case.tasks.get().code}
                for which, case in self.cases.items()
            },
            {"code": NOWHERE["case"], "task": "X-0000-0000"},
        )

    def _files(self) -> None:
        from PIL import Image

        from agimi.casework.attachments import attach
        from agimi.casework.models import Attachment
        from tests.records import draft

        picture = io.BytesIO()
        Image.new("RGB", (8, 8)).save(picture, "PNG")
        codes = {}
        for which, case in self.cases.items():
            made = draft(Attachment, case=case, person=case.person, record="", on=DAY)
            attach(made, data=picture.getvalue(), title="x", by=self.system)
            codes[which] = made.code
        self._keep("file", codes)

    def _without_cases(self) -> None:
        """People without a case: whoever registered them, and their site, has them in hand."""
        from agimi.people.models import Person
        from tests.records import make

        new = {
            "own": make(Person, created_by=self.front, site=self.site),
            "colleague's": make(Person, site=self.elsewhere),
            "restricted": self.cases["restricted"].person,
        }
        self._keep("newcomer", {which: person.code for which, person in new.items()})
        self._keep("visitor", {"own": make(Person, site=self.centre).code})
        pairs = {
            which: {"keep": case.person.code, "drop": new["own"].code}
            for which, case in self.cases.items()
        }
        self._keep("pair", pairs, {"keep": NOWHERE["person"], "drop": new["own"].code})

    def _merges(self) -> None:
        from agimi.people.merge import merge_people
        from agimi.people.models import Merge, Person
        from tests.records import make

        codes = {}
        for which, case in self.cases.items():
            second = make(Person)
            merge_people(keep=case.person, drop=second, by=self.system, because="one person")
            codes[which] = Merge.objects.get(dropped=second).code
        self._keep("merge", codes)

    def _of_one_user(self) -> None:
        """What is somebody's own and nobody else's."""
        from agimi.casework.models import Absence
        from agimi.desk.models import Undo
        from agimi.people.registering import begin
        from tests.records import make

        until = timezone.now() + dt.timedelta(minutes=10)
        undo = Undo.objects.create(code="U-1", user=self.front, label="x", steps=[], until=until)
        away = make(Absence, staff=self.front.staff, started_on=DAY, cover=None)
        self._keep("undo", {"own": undo.code})
        self._keep("draft", {"own": begin("x", by=self.front)})
        self._keep("absence", {"own": away.code})

    def _security(self) -> None:
        from agimi.access.audit import write_entry
        from agimi.access.models import BreakGlass, RoleRequest, User, Verification

        entry = write_entry(by="agimi", verb="case read", kind="casework.case", code="R-1")
        somebody = User.objects.create_user("somebody", role="donor")
        now = timezone.now()
        glass = BreakGlass.objects.create(
            user=self.front,
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
        self._keep("role", {"own": asked.code})
        self._keep("entry", {"own": {"number": entry.number}}, {"number": 10**9})
        self._keep("verification", {"own": walked.code})

    def _keep(self, kind: str, codes: dict[str, Any], nowhere: Any = None) -> None:
        """The records of a kind by their codes, or by all that their address names."""
        there = {
            which: code if isinstance(code, dict) else {"code": code}
            for which, code in codes.items()
        }
        nothing = nowhere or {"code": NOWHERE.get(kind, "X-0000-0000")}
        self.codes[kind] = dict.fromkeys(WHICH, nothing) | there

    # ── Asking ──────────────────────────────────────────────────────────────────────────────────
    def _browser(self, user: Any) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(user, backend=BACKEND)
        return client

    def ask(self, page: Page, who: str, method: str, which: str = "") -> int:
        """What the page answers; whatever it does is undone."""
        return int(self.answer(page, who, method, which).status_code)

    def answer(self, page: Page, who: str, method: str, which: str = "") -> Any:
        """The page, as somebody gets it; whatever it does is undone."""
        address, data = self.address(page, which)
        return self.send(who, method, address, {"GET": data, "POST": data | SENT}.get(method))

    def send(self, who: str, method: str, address: str, sent: dict[str, Any] | None) -> Any:
        """What somebody gets who sends something; whatever it does is undone.

        Only the files of the answer are closed: to close it would close the connections too.
        """
        client = self.clients[who]
        cookies = client.cookies.copy()
        cache.clear()  # nobody is slowed down for having asked so much
        with transaction.atomic(), transaction.atomic(using="keys"):
            ask = getattr(client, method.lower())
            answer = ask(address, sent) if sent is not None else ask(address)
            for close_file in answer._resource_closers:
                close_file()
            transaction.set_rollback(True)
            transaction.set_rollback(True, using="keys")
        client.cookies = cookies
        return answer

    def address(self, page: Page, which: str = "") -> tuple[str, dict[str, Any]]:
        """The address of a page of a record, and what is sent along."""
        given = self.codes[page.of][which] if page.of else {}
        data = dict(page.data)
        if page.asked:
            data[page.asked] = given["code"]
            given = {}
        known = FILLING | given | page.args
        return reverse(page.name, kwargs={n: known.get(n) for n in parameters(page.name)}), data
