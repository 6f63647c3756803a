"""Every kind of record of casework as the pages know it (agimi.desk.kinds)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agimi.access import ledger
from agimi.access.choices import Role
from agimi.access.models import User
from agimi.access.records import Record
from agimi.casework import actions, bulk
from agimi.casework import models as casework
from agimi.casework.choices import Answer, GoalState, TaskState
from agimi.desk.forms import About
from agimi.desk.holders import Holder, declare_holder
from agimi.desk.kinds import Kind, declare
from agimi.programme.choices import StaffRole

# In which post somebody of a role usually gives a service.
POST_OF = {
    Role.CASE_MANAGER: StaffRole.CASE_MANAGER,
    Role.PSYCHOLOGIST: StaffRole.PSYCHOLOGIST,
    Role.SOCIAL_WORKER: StaffRole.SOCIAL_WORKER,
    Role.DOCTOR: StaffRole.DOCTOR,
    Role.LAWYER: StaffRole.LAWYER,
    Role.TEACHER: StaffRole.TEACHER,
    Role.ECONOMIC_COORDINATOR: StaffRole.ECONOMIC_COORDINATOR,
    Role.COORDINATOR: StaffRole.REINTEGRATION_COORDINATOR,
    Role.SUPERVISOR: StaffRole.SUPERVISOR,
    Role.MOBILE_UNIT: StaffRole.MOBILE_UNIT_MEMBER,
}


def post_of(user: User) -> str:
    """The post in which somebody usually works, "" where their role has none."""
    return str(POST_OF.get(Role(user.role), "")) if user.role else ""


def write(record: Record, *, by: User, links: dict[str, Sequence[Any]], form: Any = None) -> Record:
    """Any record of a case without a verb of its own: it must lie within the case."""
    return actions.record(record, by=by, links=links)


def write_service(service: Any, *, by: User, links: dict[str, Any], form: Any = None) -> Record:
    return actions.log_service(service, by=by, **links)


def write_placement(placement: Any, *, by: User, links: Any, form: Any = None) -> Record:
    return actions.place(placement, by=by)


def write_child(tie: Any, *, by: User, links: Any, form: Any = None) -> Record:
    def joined() -> Record:
        return actions.join_child(
            tie.case,
            child=tie.child,
            on=tie.started_on,
            accompanied=tie.accompanied,
            code=tie.code,
            by=by,
        )

    return ledger.once(tie, by=by, write=joined)


def write_decision(decision: Any, *, by: User, links: Any, form: Any = None) -> Record:
    def identified() -> Record:
        return actions.identify(
            decision.case,
            status=decision.status,
            on=decision.decided_on,
            authority=decision.authority,
            code=decision.code,
            by=by,
        )

    return ledger.once(decision, by=by, write=identified)


def with_answer(record: Any, *, by: User, version: int, values: Any, links: Any, form: Any) -> Any:
    """An answer has a day: today, unless it is said."""
    if values.get("answer") != Answer.PENDING and not values.get("answered_on"):
        values["answered_on"] = max(timezone.localdate(), record.on)
    return ledger.change(record, by=by, version=version, links=links or None, **values)


def with_end(state: Any, day: str, done: tuple[Any, ...]) -> Any:
    """A change of state that has a day: today, unless it is said."""

    def change(record: Any, *, by: User, version: int, values: Any, links: Any, form: Any) -> Any:
        finished = values.get(state) in done
        values[day] = (values.get(day) or timezone.localdate()) if finished else None
        return ledger.change(record, by=by, version=version, links=links or None, **values)

    return change


def day(value: dt.date | None) -> str:
    return date_format(value, "d.m.Y") if value else "…"


def since(record: Any) -> str:
    """“from … to …” in short."""
    if record.ended_on:
        return f"{day(record.started_on)}–{day(record.ended_on)}"
    return _("since %(day)s") % {"day": day(record.started_on)}


def role_words(role: str) -> str:
    """A post in words; one that is no longer in the list as it stands."""
    return str(dict(StaffRole.choices).get(role, role))


def joined(*parts: Any) -> str:
    return " · ".join(str(part) for part in parts if part)


def _service_usual(about: About, user: User) -> dict[str, Any]:
    return {"role": post_of(user)}


def _plan_usual(about: About, user: User) -> dict[str, Any]:
    if about.case is None:
        return {}
    editions = about.case.plans.order_by("-edition").values_list("edition", flat=True)
    return {
        "edition": (editions.first() or 0) + 1,
        "review_on": timezone.localdate() + dt.timedelta(days=90),
    }


def _goal_usual(about: About, user: User) -> dict[str, Any]:
    plan = about.case.plans.order_by("-made_on", "-pk").first() if about.case else None
    return {"plan": plan} if plan else {}


def _appointment_usual(about: About, user: User) -> dict[str, Any]:
    soon = timezone.localtime().replace(minute=0, second=0, microsecond=0)
    return {"starts_at": soon + dt.timedelta(hours=1), "minutes": 60}


def _aid_usual(about: About, user: User) -> dict[str, Any]:
    if about.case is None:
        return {"category": "other"}
    return {"category": "trafficking" if about.case.category == "trafficking" else "domestic"}


def _year_usual(about: About, user: User) -> dict[str, Any]:
    today = timezone.localdate()
    first = today.year if today.month >= 8 else today.year - 1
    return {"school_year": f"{first}-{first + 1}"}


def _case_url(case: Any) -> str:
    return reverse("casework:case", args=(case.code,))


SPELL = ("started_on", "ended_on")

KINDS = (
    Kind(
        "cases",
        casework.Case,
        "briefcase",
        "case",
        (
            "category",
            "opened_on",
            "referred_by",
            "referred_on",
            "referral_note",
            "identified_by",
            "site",
            "risk",
            "restricted",
            "outcome",
            "outcome_on",
        ),
        line=lambda case: joined(case.get_category_display(), day(case.opened_on)),
        day="opened_on",
        columns=("category", "opened_on", "closed_on", "site", "lead", "risk"),
        filters=("category", "opened_on", "closed_on", "site", "lead", "risk", "referred_by"),
        related=("site", "lead", "referred_by", "person"),
        url=_case_url,
        note_reading=lambda case, by: actions.read_case(case.code, by=by),
        can_add=False,
        can_remove=False,
        in_timeline=False,
    ),
    Kind(
        "identifications",
        casework.IdentificationDecision,
        "certificate",
        "case",
        ("status", "decided_on", "authority"),
        line=lambda d: joined(d.get_status_display(), d.authority),
        day="decided_on",
        columns=("case", "status", "decided_on", "authority"),
        filters=("status", "decided_on", "authority"),
        related=("authority",),
        add=write_decision,
    ),
    Kind(
        "attributes",
        casework.CaseFact,
        "list-check",
        "case",
        ("kind", "value"),
        line=lambda fact: joined(fact.get_kind_display(), fact.get_value_display()),
        day="created_at",
        columns=("case", "kind", "value"),
        filters=("kind",),
        can_add=False,
        can_change=False,
        in_timeline=False,
    ),
    Kind(
        "children",
        casework.CaseChild,
        "mood-kid",
        "family",
        ("child", "accompanied", *SPELL),
        line=lambda tie: joined(tie.child.code, since(tie)),
        day="started_on",
        ends="ended_on",
        columns=("case", "child", "accompanied", *SPELL),
        filters=("accompanied", "started_on"),
        related=("child",),
        add=write_child,
        can_add=False,  # a child is found or registered first: casework:child
    ),
    Kind(
        "team",
        casework.TeamMember,
        "users-group",
        "case",
        ("staff", "role", *SPELL),
        line=lambda member: joined(member.staff, role_words(member.role), since(member)),
        day="started_on",
        ends="ended_on",
        columns=("case", "staff", "role", *SPELL),
        filters=("staff", "started_on"),
        related=("staff",),
        choices={"role": StaffRole.choices},
    ),
    Kind(
        "phases",
        casework.Phase,
        "stairs-up",
        "case",
        ("number", *SPELL, "decided_by", "override_reason"),
        line=lambda phase: joined(phase.get_number_display(), since(phase)),
        day="started_on",
        columns=("case", "number", *SPELL),
        filters=("number", "started_on"),
        can_add=False,  # through the gate: casework:phase
        can_change=False,
        can_remove=False,
    ),
    Kind(
        "placements",
        casework.Placement,
        "home",
        "home",
        ("person", "kind", "site", "place", "room", "rent", *SPELL, "note"),
        line=lambda p: joined(p.get_kind_display(), since(p)),
        day="started_on",
        ends="ended_on",
        columns=("case", "person", "kind", *SPELL),
        filters=("kind", "site", "started_on"),
        add=write_placement,
    ),
    Kind(
        "referrals",
        casework.ReferralOut,
        "send",
        "services",
        ("person", "to", "on", "service", "note", "answer", "answered_on"),
        line=lambda r: joined(r.to, r.get_answer_display()),
        columns=("case", "to", "on", "service", "answer", "answered_on"),
        filters=("answer", "to", "on"),
        related=("to", "service"),
        limits={"service": {"list__in": ("service", "outreach_service", "benefit")}},
        can_add=False,  # with the consent asked: casework:refer
        change=with_answer,
    ),
    Kind(
        "participations",
        casework.Participation,
        "plant-2",
        "case",
        ("person", "project", "role", "served_by", *SPELL, "note"),
        line=lambda p: joined(p.project, p.get_role_display(), since(p)),
        day="started_on",
        ends="ended_on",
        columns=("case", "person", "project", "role", *SPELL),
        filters=("project", "role", "started_on"),
        related=("project",),
        add=write,
    ),
    Kind(
        "services",
        casework.Service,
        "message-heart",
        "services",
        (
            "person",
            "kind",
            "on",
            "minutes",
            "mode",
            "topics",
            "staff",
            "role",
            "site",
            "place",
            "projects",
            "note",
            "result",
        ),
        line=lambda s: joined(
            s.kind, s.get_mode_display() if s.mode != "in_person" else "", s.staff
        ),
        columns=("case", "kind", "on", "staff", "mode", "minutes"),
        filters=("kind", "on", "staff", "mode", "site", "projects"),
        related=("kind", "staff"),
        initial=_service_usual,
        add=write_service,
        choices={"role": StaffRole.choices},
        limits={"topics": {"list__in": ("topic", "clinical_issue", "legal_topic")}},
    ),
    Kind(
        "assessments",
        casework.Assessment,
        "clipboard-check",
        "plan",
        (
            "person",
            "kind",
            "on",
            "assessor",
            "score",
            "risk",
            "indicators",
            "informed_of_rights",
            "note",
        ),
        line=lambda a: joined(
            a.get_kind_display(),
            _("score %(n)s") % {"n": a.score.normalize()} if a.score is not None else "",
            _("risk: %(risk)s") % {"risk": a.get_risk_display().lower()} if a.risk else "",
        ),
        columns=("case", "person", "kind", "on", "assessor", "score", "risk"),
        filters=("kind", "on", "assessor", "risk"),
        related=("assessor",),
        add=write,
        limits={"indicators": {"list": "risk_indicator"}},
    ),
    Kind(
        "plans",
        casework.Plan,
        "map-2",
        "plan",
        ("kind", "edition", "made_on", "review_on", "summary"),
        line=lambda p: joined(
            p.get_kind_display(), _("version %(n)s") % {"n": p.edition}, p.get_stage_display()
        ),
        day="made_on",
        columns=("case", "kind", "edition", "made_on", "review_on", "stage"),
        filters=("kind", "stage", "made_on", "review_on"),
        initial=_plan_usual,
    ),
    Kind(
        "goals",
        casework.Goal,
        "target-arrow",
        "plan",
        ("plan", "domain", "text", "due_on", "state", "reached_on"),
        line=lambda g: joined(g.get_domain_display(), g.get_state_display()),
        day="due_on",
        required=("text",),
        columns=("case", "domain", "due_on", "state", "reached_on"),
        filters=("domain", "state", "due_on"),
        related=("plan",),
        initial=_goal_usual,
        change=with_end("state", "reached_on", (GoalState.REACHED,)),
    ),
    Kind(
        "reviews",
        casework.PlanReview,
        "refresh",
        "plan",
        ("plan", "on", "progress", "findings"),
        line=lambda r: joined(
            r.plan.get_kind_display(), f"{r.progress} %" if r.progress is not None else ""
        ),
        columns=("case", "plan", "on", "progress"),
        filters=("on",),
        related=("plan",),
        initial=_goal_usual,
    ),
    Kind(
        "tasks",
        casework.Task,
        "checkbox",
        "tasks",
        ("title", "assignee", "due_on", "state", "done_on"),
        line=lambda t: joined(task_words(t), t.assignee),
        day="due_on",
        required=("title",),
        columns=("case", "kind", "assignee", "due_on", "state"),
        filters=("state", "assignee", "due_on"),
        related=("assignee",),
        change=with_end("state", "done_on", (TaskState.DONE,)),
        bulk=bulk.TASKS,
        in_timeline=False,
    ),
    Kind(
        "appointments",
        casework.Appointment,
        "calendar-time",
        "tasks",
        (
            "person",
            "kind",
            "starts_at",
            "minutes",
            "staff",
            "mode",
            "place",
            "body",
            "state",
            "note",
        ),
        line=lambda a: joined(a.get_kind_display(), a.staff, a.get_state_display()),
        day="starts_at",
        columns=("case", "kind", "starts_at", "staff", "state"),
        filters=("kind", "starts_at", "staff", "state"),
        related=("staff",),
        initial=_appointment_usual,
    ),
    Kind(
        "legal-aid",
        casework.LegalAid,
        "gavel",
        "legal",
        ("person", "level", "category", "lawyer", "district", "project", "topics", *SPELL, "note"),
        line=lambda a: joined(a.get_level_display(), a.lawyer, since(a)),
        day="started_on",
        ends="ended_on",
        columns=("person", "case", "level", "category", "lawyer", *SPELL),
        filters=("level", "category", "lawyer", "district", "project", "started_on"),
        related=("lawyer",),
        initial=_aid_usual,
        add=write,
        limits={"topics": {"list__in": ("legal_topic", "topic")}},
    ),
    Kind(
        "proceedings",
        casework.Proceeding,
        "scale",
        "legal",
        (
            "person",
            "legal_aid",
            "kind",
            "area_of_law",
            "instance",
            "court",
            "party_role",
            "next_hearing_on",
            "outcome",
            *SPELL,
            "note",
        ),
        line=lambda p: joined(
            p.kind,
            p.court,
            _("next hearing %(day)s") % {"day": day(p.next_hearing_on)}
            if p.next_hearing_on
            else "",
            p.get_outcome_display(),
        ),
        day="started_on",
        ends="ended_on",
        columns=("person", "case", "kind", "area_of_law", "court", "next_hearing_on", "outcome"),
        filters=("kind", "area_of_law", "court", "next_hearing_on", "outcome"),
        related=("kind", "court"),
        add=write,
    ),
    Kind(
        "schools",
        casework.SchoolEnrolment,
        "school",
        "learning",
        ("person", "level", "school", "school_year", "grade", "online", "result", *SPELL, "note"),
        line=lambda e: joined(
            e.get_level_display(), e.school, e.school_year, e.get_result_display()
        ),
        day="started_on",
        ends="ended_on",
        columns=("person", "case", "level", "school", "school_year", "result"),
        filters=("level", "school", "result", "started_on"),
        related=("school",),
        initial=_year_usual,
        add=write,
    ),
    Kind(
        "courses",
        casework.CourseEnrolment,
        "certificate-2",
        "learning",
        ("person", "course", "provider", "online", "certificate", *SPELL, "note"),
        line=lambda e: joined(e.course, e.provider, since(e)),
        day="started_on",
        ends="ended_on",
        columns=("person", "case", "course", "provider", *SPELL, "certificate"),
        filters=("course", "provider", "started_on", "certificate"),
        related=("course", "provider"),
        add=write,
    ),
    Kind(
        "jobs",
        casework.Job,
        "briefcase-2",
        "learning",
        ("person", "sector", "employer", "full_time", "income_generating", *SPELL, "note"),
        line=lambda job: joined(job.sector, job.employer, since(job)),
        day="started_on",
        ends="ended_on",
        columns=("person", "case", "sector", "full_time", *SPELL),
        filters=("sector", "full_time", "started_on"),
        related=("sector", "employer"),
        add=write,
    ),
    Kind(
        "businesses",
        casework.Business,
        "building-store",
        "learning",
        (
            "person",
            "kind",
            "plan_made_on",
            "marketing_made_on",
            "registered_on",
            "project",
            *SPELL,
            "note",
        ),
        line=lambda b: joined(b.kind, since(b)),
        day="started_on",
        ends="ended_on",
        columns=("person", "case", "kind", "registered_on", *SPELL),
        filters=("kind", "project", "started_on"),
        related=("kind",),
        add=write,
    ),
    Kind(
        "mentoring",
        casework.MentorMatch,
        "heart-handshake",
        "learning",
        ("person", "mentor", *SPELL, "note"),
        line=lambda m: joined(m.mentor, since(m)),
        day="started_on",
        ends="ended_on",
        columns=("person", "case", "mentor", *SPELL),
        filters=("mentor", "started_on"),
        related=("mentor",),
        add=write,
    ),
    Kind(
        "housing",
        casework.HousingSupport,
        "home-heart",
        "home",
        (
            "person",
            "kind",
            "months",
            "amount",
            "source",
            "project",
            "contract_seen",
            *SPELL,
            "note",
        ),
        line=lambda h: joined(h.get_kind_display(), since(h)),
        day="started_on",
        ends="ended_on",
        columns=("person", "case", "kind", "months", *SPELL),
        filters=("kind", "source", "project", "started_on"),
        add=write,
    ),
    Kind(
        "aid",
        casework.AidDelivery,
        "package",
        "home",
        (
            "person",
            "on",
            "food",
            "hygiene",
            "rent_months",
            "children",
            "round",
            "donor",
            "project",
            "note",
        ),
        line=lambda aid: joined(
            _("food") if aid.food else "", _("hygiene items") if aid.hygiene else "", aid.round
        ),
        columns=("person", "case", "on", "food", "hygiene", "rent_months", "round"),
        filters=("on", "donor", "project"),
        add=write,
    ),
    Kind(
        "items",
        casework.ItemGiven,
        "backpack",
        "home",
        ("person", "item", "on", "quantity", "lent", "returned_on", "note"),
        line=lambda given: joined(given.item, given.quantity if given.quantity > 1 else ""),
        columns=("person", "case", "item", "on", "quantity", "lent", "returned_on"),
        filters=("item", "on", "lent"),
        related=("item",),
        add=write,
    ),
    Kind(
        "applications",
        casework.Application,
        "file-text",
        "documents",
        ("person", "benefit", "on", "body", "papers_complete", "answer", "answered_on", "note"),
        line=lambda a: joined(a.benefit, a.body, a.get_answer_display()),
        columns=("person", "case", "benefit", "on", "body", "answer"),
        filters=("benefit", "on", "body", "answer"),
        related=("benefit", "body"),
        add=write,
        change=with_answer,
    ),
    Kind(
        "papers",
        casework.Paper,
        "id",
        "documents",
        ("person", "kind", "on", "expires_on", "issuer", "channel", "edition", "note"),
        line=lambda p: joined(
            p.get_kind_display(),
            _("until %(day)s") % {"day": day(p.expires_on)} if p.expires_on else "",
        ),
        columns=("person", "case", "kind", "on", "expires_on", "channel"),
        filters=("kind", "on", "expires_on", "channel"),
        add=write,
    ),
    Kind(
        "follow-ups",
        casework.HealthFollowUp,
        "stethoscope",
        "health",
        ("person", "kind", "institution", "delivered_on", "issues", *SPELL, "note"),
        line=lambda f: joined(f.get_kind_display(), f.institution, since(f)),
        day="started_on",
        ends="ended_on",
        columns=("person", "case", "kind", "institution", *SPELL),
        filters=("kind", "institution", "started_on"),
        related=("institution",),
        add=write,
        limits={"issues": {"list": "health_issue"}},
    ),
    Kind(
        "medical-acts",
        casework.MedicalAct,
        "vaccine",
        "health",
        ("person", "kind", "on", "issue", "result", "institution", "note"),
        line=lambda act: joined(act.get_kind_display(), act.get_result_display()),
        columns=("person", "case", "kind", "on", "result", "institution"),
        filters=("kind", "on", "result", "institution"),
        related=("institution",),
        add=write,
    ),
    Kind(
        "files",
        casework.Attachment,
        "paperclip",
        "files",
        ("person", "kind", "on", "title", "note"),
        line=lambda file: joined(file.get_kind_display(), filesizeformat(file.size)),
        columns=("case", "person", "kind", "on"),
        filters=("kind", "on"),
        url=lambda file: reverse("casework:file", args=(file.code,)),
        can_add=False,  # with the file itself: casework:file_add
    ),
    Kind(
        "meetings",
        casework.CaseMeeting,
        "messages",
        "services",
        ("on", "kind", "body", "place", "staff", "cases", "decisions"),
        line=lambda m: joined(m.get_kind_display(), m.body),
        columns=("on", "kind", "body", "place"),
        filters=("on", "kind", "body"),
        related=("body", "place"),
        limits={"cases": {"closed_on": None}},
        in_timeline=False,
    ),
)


def task_words(task: casework.Task) -> str:
    """A task in words that are not sealed: what its checklist calls it, else that it is a task."""
    return task.get_kind_display()


# ── Whose ───────────────────────────────────────────────────────────────────────────────────────
def _find(code: str, user: User) -> About | None:
    case = casework.Case.objects.visible_to(user).select_related("person").filter(code=code).first()
    if case is None:
        return None
    ties = case.casechilds.filter(ended_on=None).select_related("child")
    return About(person=case.person, case=case, children=tuple(tie.child for tie in ties))


def _suggest(user: User) -> list[tuple[str, str]]:
    from agimi.casework.queries import own_cases

    cases = own_cases(by=user).filter(closed_on=None)[:12]
    return [(case.code, str(case.get_category_display())) for case in cases]


declare(KINDS)
declare_holder(
    "case",
    Holder("R", _find, lambda code: reverse("casework:case", args=(code,)), _suggest),
)
