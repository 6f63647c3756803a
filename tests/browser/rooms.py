"""Every page of the rooms in which people work with cases, from the URL patterns and the kinds themselves.

A page that somebody adds is looked at without being named anywhere: its pattern is in the URLs of
its room, and what stands in its address is filled in with the codes of one rich case.
"""

import datetime as dt
import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.urls import URLPattern
from django.utils import timezone

from agimi.access.accounts import system_user
from agimi.access.choices import Role
from agimi.access.models import User
from agimi.casework import actions, feedback
from agimi.casework import urls as casework_urls
from agimi.casework.attachments import attach
from agimi.casework.case_tabs import TABS
from agimi.casework.intake_desk import SLUGS
from agimi.casework.models import Absence, Appointment, Approval, Attachment, Case, Task
from agimi.casework.quality import CHECKS
from agimi.desk.handbook import pages as handbook_pages
from agimi.desk.kinds import Kind, all_kinds
from agimi.people import urls as people_urls
from agimi.people.actions import IdentityDocument, owner_of, register_person, seal_text
from agimi.people.merge import merge_people
from agimi.people.models import Merge, Person
from agimi.people.registering import begin
from agimi.programme.models import Site
from agimi.web import urls as web_urls
from tests.personas import account
from tests.records import code, draft, make

PARAMETER = re.compile(r"<(?:[^:>]+:)?([^>]+)>")
OPENED = dt.date(2024, 1, 10)
# What is no page: it answers a script or a calendar, leads somewhere, or hands out a file.
NO_PAGE = (
    "feed",
    "file_preview",
    "file_download",
    "draft",
    "draft_key",
    "likely",
    "leave",
)
ROOMS = {"casework": casework_urls, "people": people_urls, "web": web_urls}
# Kinds whose forms have every sort of field; the others are looked at in one theme.
FEW_KINDS = ("services", "tasks", "appointments", "consents", "plans")


@dataclass
class RichCase:
    """A case with one record of every kind, and who works with it."""

    site: Site = field(default_factory=lambda: make(Site, kind="shelter", started_on=OPENED))
    users: dict[str, User] = field(default_factory=dict)
    records: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        by = system_user()
        for persona in (Role.CASE_MANAGER, Role.COORDINATOR, Role.SUPERVISOR):
            self.users[persona] = account(persona, persona, self.site)
        lead = self.users[Role.CASE_MANAGER]
        for name in ("service", "topic", "item", "proceeding"):
            code(name)
        person = self._person("Agnesa", "Leka")
        self.case = actions.open_case(
            Case(person=person, category="trafficking", opened_on=OPENED, site=self.site,
                 lead=lead.staff, risk="high"), by=by,
        )  # fmt: skip
        actions.join_child(self.case, child=self._person("Era", "Leka"), on=OPENED, by=by)
        self.records = {kind.slug: self._record(kind) for kind in all_kinds()}
        self._today(lead)
        self.asked = make(Approval, case=self.case, kind="override", number=2, on=OPENED)
        self.away = make(
            Absence,
            staff=self.users[Role.COORDINATOR].staff,
            started_on=timezone.localdate(),
            cover=None,
        )
        _form, ticket = feedback.offer(self.case, by=lead)
        answers = dict.fromkeys(feedback.SENTENCES, 4)
        self.feedback = feedback.answer_feedback(ticket, answers, comment="Faleminderit.")
        _form, self.ticket = feedback.offer(self.case, by=lead)
        self.newcomer = self._person("Agnesa", "Lekaj", by=lead)
        self.searched = begin("Agnesa", by=lead)
        twin = self._person("Agnesa", "Leka")
        merge_people(keep=person, drop=twin, by=by, because="one person")
        self.merge = Merge.objects.get(dropped=twin)

    def _person(self, first: str, last: str, by: User | None = None) -> Person:
        return register_person(
            Person(sex="female", site=self.site, languages="sqi"),
            IdentityDocument(first_name=first, last_name=last, phones=("069 123 4567",)),
            by=by or system_user(),
        )

    def _record(self, kind: Kind) -> Any:
        """One record of a kind: the case's own where it has one already."""
        ties = {"case": self.case, "person": self.case.person}
        given = {name: ties[name] for name in kind.ties}
        if kind.model is Case:
            return self.case
        if kind.model is Person:
            return self.case.person
        if kind.model is Attachment:
            made = draft(Attachment, **given, record="", on=OPENED)
            return attach(made, data=b"Just a few words.", title="Words", by=system_user())
        if (there := kind.model.objects.filter(**given).first()) and given:
            return there
        record = make(kind.model, **given)
        for name in kind.sealed:
            setattr(record, name, seal_text("Fjalët e saj", person=owner_of(record)))
        record.save()
        return record

    def _today(self, lead: User) -> None:
        today = timezone.localdate()
        for days in (-2, 0, 3):
            title = seal_text("Telefononi gjykatën", person=self.case.person)
            due = today + dt.timedelta(days)
            make(Task, case=self.case, title=title, assignee=lead.staff, due_on=due)
            make(
                Appointment, case=self.case, person=self.case.person, staff=lead.staff,
                starts_at=timezone.now() + dt.timedelta(days),
            )  # fmt: skip

    # ── Addresses ───────────────────────────────────────────────────────────────────────────────
    def pages(self, room: str) -> Iterator[str]:
        """Every page of a room; the desk's are those of the kinds."""
        for pattern in ROOMS[room].urlpatterns:
            if isinstance(pattern, URLPattern) and pattern.name not in NO_PAGE:
                yield from self._filled(str(pattern.pattern))

    def pages_of_kinds(
        self, kinds: Iterable[Kind], acts: Container[str] = ("", "change/", "end/", "remove/")
    ) -> Iterator[str]:
        """The list, the empty form and the pages of one record of each kind, those of ``acts`` only."""
        for kind in kinds:
            record = self.records[kind.slug]
            if kind.in_lists:
                yield f"/records/{kind.slug}/"
            if kind.can_add:
                about = self.case if "case" in kind.ties else self.case.person
                yield f"/records/{kind.slug}/add/?for={about.code}"
            if kind.url is None:
                can = {
                    "": True,
                    "change/": kind.can_change,
                    "end/": kind.ends,
                    "remove/": kind.can_remove,
                }
                yield from (
                    f"/records/{kind.slug}/{record.code}/{act}"
                    for act, offered in can.items()
                    if offered and act in acts
                )

    def _filled(self, route: str) -> Iterator[str]:
        named = PARAMETER.findall(route)
        several = next((name for name in named if name in self.several), "")
        for value in self.several.get(several, ("",)):
            given = {
                "code": self._code(route),
                "keep": self.case.person.code,
                "drop": self.newcomer.code,
                "ticket": self.ticket,
                "day": timezone.localdate().isoformat(),
                "task": self.records["tasks"].code,
                several: value,
            }
            yield (
                "/"
                + PARAMETER.sub(lambda match, known=given: known[match.group(1)], route)
                + self._more(route)
            )

    @property
    def several(self) -> dict[str, tuple[str, ...]]:
        """Parts of an address that stand for pages of their own."""
        return {
            "tab": tuple(tab.slug for tab in TABS if tab.slug and not tab.page),
            "step": tuple(SLUGS),
            "check": tuple(check.slug for check in CHECKS),
            "span": ("day", "week", "month"),
            "page": tuple(page.name for page in handbook_pages("sq")),
        }

    def _code(self, route: str) -> str:
        """Whose code stands in an address, by what it begins with."""
        whose = {
            "cases/": self.case,
            "people/merges/": self.merge,
            "people/<str:code>/case/": self.newcomer,
            "people/": self.case.person,
            "files/": self.records["files"],
            "board/": self.users[Role.CASE_MANAGER].staff,
            "absences/": self.away,
            "approvals/": self.asked,
            "feedback/of/": self.feedback,
            "day/tasks/": self.records["tasks"],
            "day/appointments/": self.records["appointments"],
        }
        return next(
            (str(record.code) for begins, record in whose.items() if route.startswith(begins)), ""
        )

    def _more(self, route: str) -> str:
        asked = {"files/add/": f"?for={self.case.code}", "people/new/": f"?as={self.searched}"}
        return asked.get(route, "")
