"""Opening a case, step by step: what was typed into each step, what is still missing, what follows from it.

Each step is a draft of its own (``intake:<person>:<step>``), so that the intake
can be left and resumed at any point, and taken up again when the opening was
taken back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agimi.access.codes import new_code
from agimi.access.models import User
from agimi.casework.checklist import Due, asked_for, is_minor
from agimi.casework.choices import AssessmentKind, PlacementKind
from agimi.casework.forms_intake import (
    CategoryForm,
    ChildrenForm,
    ConsentsForm,
    HomeForm,
    NeedsForm,
    ReferralForm,
    StepForm,
)
from agimi.casework.intake import Opening, noted
from agimi.casework.models import Case, CaseChild, Placement
from agimi.desk import drafts
from agimi.desk.models import Draft
from agimi.people.actions import seal_text
from agimi.people.choices import ConsentPurpose, FamilyTie
from agimi.people.forms import filled
from agimi.people.lines import Line, plain_lines
from agimi.people.models import Consent, Person


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its name in the address, its heading, a sentence about it, its form."""

    slug: str
    title: str | Promise
    lead: str | Promise
    form: type[StepForm] | None


STEPS = (
    Step("referral", gettext_lazy("Referral"),
         gettext_lazy("Who sent her, and when."), ReferralForm),
    Step("category", gettext_lazy("Category"),
         gettext_lazy("Only the day and the category are needed to open a case. "
                      "All else can follow."), CategoryForm),
    Step("needs", gettext_lazy("Needs and risk"),
         gettext_lazy("In her words where you can. What is left empty becomes a task."), NeedsForm),
    Step("consents", gettext_lazy("Consents"),
         gettext_lazy("One for each purpose and each body. Nothing is shared without."), ConsentsForm),
    Step("home", gettext_lazy("Home and team"),
         gettext_lazy("Where she lives, and who works with her."), HomeForm),
    Step("children", gettext_lazy("Children"),
         gettext_lazy("Each child has a file of its own: found, or registered now."), ChildrenForm),
    Step("review", gettext_lazy("Review and open"), "", None),
)  # fmt: skip
SLUGS = tuple(step.slug for step in STEPS)
OPENED = "opened"


@dataclass(frozen=True, slots=True)
class Mark:
    """A step in the list at the side: ``done``, ``wrong``, or ``open``."""

    step: Step
    state: str
    is_current: bool


class IntakeDesk:
    """The intake of one person by one user, as far as it is."""

    def __init__(self, person: Person, *, by: User) -> None:
        self.person, self.by = person, by

    # ── What was typed ──────────────────────────────────────────────────────────────────────────
    def draft(self, slug: str) -> str:
        return f"intake:{self.person.code}:{slug}"

    @cached_property
    def kept(self) -> dict[str, drafts.Kept]:
        """What was typed so far, by step."""
        prefix = self.draft("")
        names = Draft.objects.filter(user=self.by, form__startswith=prefix)
        slugs = [name.removeprefix(prefix) for name in names.values_list("form", flat=True)]
        found = {slug: drafts.kept(self.draft(slug), by=self.by) for slug in slugs}
        return {slug: one for slug, one in found.items() if one is not None}

    def keep(self, slug: str, values: Mapping[str, list[str]]) -> None:
        names = {"csrfmiddlewaretoken", "go", "next"}
        said = {name: list(v) for name, v in values.items() if name not in names}
        drafts.keep(self.draft(slug), said, by=self.by)
        self.__dict__.pop("kept", None)

    def begin_anew(self) -> None:
        """Forget what was typed."""
        for slug in self.kept:
            drafts.drop(self.draft(slug), by=self.by)
        self.__dict__.pop("kept", None)

    def forget_if_opened(self) -> None:
        """What was typed for a case that stands is not offered for the next one."""
        kept = self.kept.get(OPENED)
        code = (kept.values.get("code") or [""])[0] if kept else ""
        if code and Case.objects.filter(code=code).exists():
            self.begin_anew()

    # ── Its forms ───────────────────────────────────────────────────────────────────────────────
    def form(self, step: Step, data: Any = None, *, found: Person | None = None) -> Any:
        """The form of a step: to fill in, with what was kept; bound where ``data`` is given."""
        if step.form is None:
            raise LookupError(f"the step {step.slug} has no form")
        more: dict[str, Any] = {}
        if step.slug == "children":
            more["offered"] = self._offered_children(found)
        form = step.form(data, user=self.by, person=self.person, **more)
        if step.slug == "consents":
            form.fields["by_guardian"].initial = is_minor(self.person, timezone.localdate())
        if data is None and step.slug in self.kept:
            filled(form, self.kept[step.slug].values)
        if data is None and found is not None and step.slug == "children":
            form.initial["children"] = [*form.initial.get("children", []), found.code]
        return form

    @cached_property
    def bound(self) -> dict[str, Any]:
        """Every step as it would be sent now: what was kept, else what it begins with."""
        return {step.slug: self._bound(step) for step in STEPS if step.form is not None}

    def _bound(self, step: Step) -> Any:
        kept = self.kept.get(step.slug)
        if kept is not None:
            return self.form(step, _posted(kept.values))
        blank = self.form(step)
        initial = {name: blank.get_initial_for_field(f, name) for name, f in blank.fields.items()}
        return self.form(step, _posted({n: [_sent(v)] for n, v in initial.items() if v}))

    @property
    def wrong(self) -> list[Step]:
        """The steps in which something is missing or cannot be right."""
        return [step for step in STEPS if step.form and not self.bound[step.slug].is_valid()]

    def marks(self, current: str) -> list[Mark]:
        return [Mark(step, self._state(step), step.slug == current) for step in STEPS]

    def _state(self, step: Step) -> str:
        if step.slug not in self.kept or step.form is None:
            return "open"
        return "done" if self.bound[step.slug].is_valid() else "wrong"

    @property
    def resumes_at(self) -> Step:
        """The first step that nothing was typed into."""
        return next(step for step in STEPS if step.slug not in self.kept)

    # ── Children ────────────────────────────────────────────────────────────────────────────────
    def _offered_children(self, found: Person | None) -> list[tuple[str, str]]:
        return [(line.person.code, _child_words(line)) for line in self._children_lines(found)]

    def _children_lines(self, found: Person | None) -> list[Line]:
        """Who may be a child of this case: of the family, of earlier cases, found just now."""
        links = self.person.relatives.filter(tie=FamilyTie.CHILD, ended_on=None)
        earlier = CaseChild.objects.filter(case__person=self.person)
        kept = self.kept.get("children")
        typed = [
            *(kept.values.get("children", []) if kept else []),
            *([found.code] if found else []),
        ]
        keys = [
            *links.values_list("relative", flat=True),
            *earlier.values_list("child", flat=True),
            *Person.objects.filter(code__in=typed).values_list("pk", flat=True),
        ]
        seen = Person.objects.visible_to(self.by).filter(pk__in=keys, merged_into=None)
        people = seen.exclude(pk=self.person.pk).order_by("birth_date", "code")
        return plain_lines(people, by=self.by)

    @property
    def children(self) -> list[Person]:
        """The children who were ticked."""
        said = self.bound["children"].cleaned_data if self.bound["children"].is_valid() else {}
        seen = Person.objects.visible_to(self.by).filter(code__in=said.get("children", ()))
        return list(seen.order_by("birth_date", "code"))

    # ── What follows ────────────────────────────────────────────────────────────────────────────
    @property
    def tasks_to_come(self) -> list[Due]:
        """The tasks that the checklist will ask for, without those that this intake does already."""
        category = self.bound["category"]
        opened_on = category.cleaned_data.get("opened_on") if category.is_valid() else None
        said = {**_said(self.bound["needs"]), **_said(self.bound["consents"])}
        done = set()
        if said.get("risk"):
            done.add("risk")
        if said.get("safety_plan"):
            done.add("safety_plan")
        if said.get("needs"):
            done.add("psychosocial")
        if {"services", "record"} <= set(said.get("purposes") or ()):
            done.add("consents")
        due = asked_for(self.person, opened_on or timezone.localdate(), self.children)
        return [one for one in due if one.item.task not in done]

    @property
    def earlier(self) -> list[Case]:
        """The cases of this person that are closed, as far as the user sees them."""
        return list(
            Case.objects.visible_to(self.by).filter(person=self.person).order_by("-opened_on")
        )

    # ── All of it ───────────────────────────────────────────────────────────────────────────────
    def opening(self, code: str) -> Opening:
        """Everything as it will be written; only where no step is wrong."""
        said = {slug: form.cleaned_data for slug, form in self.bound.items()}
        referral, category = said["referral"], said["category"]
        case = Case(
            code=code or new_code(Case.code_prefix, Case.code_length),
            person=self.person,
            category=category["category"],
            opened_on=category["opened_on"],
            referred_by=referral["referred_by"],
            referred_on=referral["referred_on"],
            identified_by=referral["identified_by"],
            referral_note=seal_text(referral["referral_note"].strip(), person=self.person),
            site=said["home"]["site"],
            lead=said["home"]["lead"],
            restricted=said["home"]["restricted"],
            risk=said["needs"]["risk"],
        )
        elsewhere = set(said["children"]["elsewhere"])
        return Opening(
            case,
            facts=self.bound["category"].facts(),
            status=category["status"],
            decided_on=category["decided_on"],
            authority=category["authority"],
            assessments=list(self._assessments(case, said["needs"])),
            consents=list(self._consents(said["consents"], case.opened_on)),
            placement=self._placement(case, said["home"]),
            team=self.bound["home"].team_with_posts(),
            children=[(child, child.code not in elsewhere) for child in self.children],
        )

    def _assessments(self, case: Case, said: Mapping[str, Any]) -> Iterator[Any]:
        if said["risk"] or said["risk_note"]:
            yield noted(AssessmentKind.RISK, case, words=said["risk_note"], risk=said["risk"],
                        by=self.by), ()  # fmt: skip
        if said["safety_plan"]:
            yield noted(AssessmentKind.SAFETY_PLAN, case, words=said["safety_plan"], by=self.by), ()
        if said["needs"]:
            yield noted(AssessmentKind.PSYCHOSOCIAL, case, words=said["needs"], by=self.by), ()
        if said["indicators"]:
            kind = AssessmentKind.TRAFFICKING_INDICATORS
            yield noted(kind, case, words="", by=self.by), list(said["indicators"])

    def _consents(self, said: Mapping[str, Any], opened_on: dt.date) -> Iterator[Consent]:
        common = {
            "person": self.person,
            "given_on": said["given_on"] or opened_on,
            "expires_on": said["expires_on"],
            "by_guardian": said["by_guardian"],
        }
        wanted = [(purpose, None) for purpose in said["purposes"]]
        wanted += [(ConsentPurpose.REFERRAL, body) for body in said["bodies"]]
        for purpose, body in wanted:
            note = seal_text(said["consent_note"].strip(), person=self.person)
            yield Consent(purpose=purpose, recipient=body, note=note, **common)

    def _placement(self, case: Case, said: Mapping[str, Any]) -> Placement | None:
        if not said["placement"]:
            return None
        in_shelter = said["placement"] == PlacementKind.SHELTER
        return Placement(
            person=self.person,
            case=case,
            kind=said["placement"],
            site=said["shelter"] if in_shelter else None,
            place=said["municipality"],
            room=said["room"],
            started_on=case.opened_on,
        )


def _child_words(line: Line) -> str:
    person = line.person
    year = str(person.birth_date.year) if person.birth_date else ""
    return " · ".join(part for part in (person.code, str(person.get_sex_display()), year) if part)


def _said(form: Any) -> dict[str, Any]:
    return form.cleaned_data if form.is_valid() else {}


def _sent(value: Any) -> str:
    if isinstance(value, bool):
        return "on"
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _posted(values: Mapping[str, list[str]]) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, said in values.items():
        data.setlist(name, list(said))
    return data


def unfinished(*, by: User) -> list[tuple[str, Any]]:
    """For whom this user began to open a case and has not: codes with the day, the newest first."""
    rows = Draft.objects.filter(user=by, form__startswith="intake:").order_by("-saved_at")
    found: dict[str, Any] = {}
    opened = set()
    for form, saved_at in rows.values_list("form", "saved_at"):
        _intake, code, slug = form.split(":", 2)
        if slug == OPENED:
            opened.add(code)
        found.setdefault(code, saved_at)
    if not found:
        return []
    seen = Person.objects.visible_to(by).filter(code__in=found, merged_into=None)
    still_open = Case.objects.filter(person__code__in=opened, closed_on=None)
    stand = set(still_open.values_list("person__code", flat=True))
    known = set(seen.values_list("code", flat=True)) - stand
    return [(code, saved_at) for code, saved_at in found.items() if code in known]


def due_words(due: Due, person: Person) -> str:
    """A task to come, in words."""
    words = str(due.item.task.label)
    return words if due.person == person else _("%(task)s: %(code)s") % {
        "task": words, "code": due.person.code,
    }  # fmt: skip
