"""The days around today: what makes the demonstration a place where somebody works.

The five years of the story end with 2024, as the printed reports do. For those who
try the caseworker's day, the open cases live on: contacts of the last six weeks,
tasks and appointments around today, hearings ahead, approvals that wait, feedback,
somebody away and who stands in. All of it is dated from the day on which the
demonstration is made, and none of it lies in a year that was printed.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone

from agimi.access.choices import Role
from agimi.access.ledger import add_many, change_many
from agimi.access.models import User
from agimi.casework import approvals, attachments, cover, feedback
from agimi.casework.actions import record_many
from agimi.casework.choices import (
    AbsenceKind,
    AppointmentKind,
    AppointmentState,
    ApprovalKind,
    AssessmentKind,
    ClosingReason,
    Outcome,
    Risk,
    ShiftKind,
    TaskState,
)
from agimi.casework.models import (
    Appointment,
    Assessment,
    Attachment,
    Case,
    Handover,
    LegalAid,
    Plan,
    PlanReview,
    Proceeding,
    Service,
    Task,
    TeamMember,
)
from agimi.casework.rules import RHYTHM
from agimi.demo.chance import Chance
from agimi.people.actions import seal_texts
from agimi.people.choices import ConsentPurpose
from agimi.people.models import Consent
from agimi.programme.choices import StaffRole
from agimi.programme.models import Body, Code

SPECIALISTS = (
    Role.SOCIAL_WORKER,
    Role.DOCTOR,
    Role.LAWYER,
    Role.TEACHER,
    Role.ECONOMIC_COORDINATOR,
)
WEEKS = 6
LATE = 0.15  # the share of cases that were not seen in their rhythm
TASKS = (
    "Të telefonohet për takimin e radhës",
    "Të dërgohen dokumentet e bonusit të qirasë",
    "Të rishikohet plani i sigurisë bashkë me të",
    "Të caktohet kontrolli mjekësor",
    "Të flitet me mësuesen e fëmijës",
    "Të merret përgjigjja nga zyra e punës",
    "Të përgatiten letrat për seancën",
    "Të kontrollohet kontrata e qirasë",
)
NOTES = (
    "E qetë, foli për javën në punë.",
    "E shqetësuar për seancën; u përgatitëm bashkë.",
    "Fëmija ka filluar më mirë në shkollë.",
    "Kërkoi ndihmë për qiranë; u ra dakord çfarë bëhet.",
    "Takim i shkurtër, gjithçka në rregull.",
)
HANDOVERS = (
    "Natë e qetë. Në mëngjes vjen mjekja për vizitën e fëmijëve.",
    "Një banore kërkon të telefonojë motrën; të bëhet nga telefoni i zyrës.",
    "U prish bojleri i katit të dytë; mjeshtri vjen pas orës dhjetë.",
)
COMMENTS = (
    "Faleminderit që më dëgjuat pa më gjykuar.",
    "Do të doja më shumë ndihmë për të gjetur punë.",
    "",
    "Ndihem më e sigurt tani.",
)
SUBJECTS = (AppointmentKind.COUNSELLING, AppointmentKind.VISIT, AppointmentKind.OFFICE)
HOURS = ((9, 0), (10, 30), (12, 0), (14, 30))


class Present:
    """The open cases, with all that the days around today need to know of them."""

    def __init__(self, *, by: User, today: dt.date) -> None:
        self.by, self.today = by, today
        self.chance = Chance("present")
        open_ones = Case.objects.filter(closed_on=None, lead__isnull=False)
        self.cases = list(open_ones.select_related("person", "lead", "site").order_by("code"))
        phases = Case.objects.filter(phases__ended_on=None).values_list("pk", "phases__number")
        self.phase = dict(phases)
        self.cases_of: dict[str, list[Case]] = {}
        self.kinds = {code.key: code for code in Code.objects.filter(list="service")}
        self.of_role = {
            user.role: user.staff
            for user in User.objects.filter(is_demo=True, staff__isnull=False)
            if user.role in SPECIALISTS
        }
        self.of_lead: dict[Any, list[Case]] = defaultdict(list)
        for case in self.cases:
            self.of_lead[case.lead].append(case)

    def sealed(self, cases: Iterable[Case], words: Sequence[str]) -> list[bytes | None]:
        return seal_texts(
            (case.person, text) for case, text in zip(list(cases), words, strict=True)
        )

    def moment(self, days: int, hour: tuple[int, int]) -> dt.datetime:
        day = self.today + dt.timedelta(days=days)
        return timezone.make_aware(dt.datetime.combine(day, dt.time(*hour)))


def live_on(*, by: User, today: dt.date | None = None) -> None:
    """Write the days around today."""
    present = Present(by=by, today=today or timezone.localdate())
    _teams(present)
    _contacts(present)
    _tasks(present)
    _appointments(present)
    _plans(present)
    _scores(present)
    _hearings(present)
    _consents(present)
    _requests(present)
    _feedback(present)
    _shifts(present)
    _files(present)


def _teams(now: Present) -> None:
    """Those who sign in as a specialist work on some of the cases, beside who leads them."""
    members = [
        TeamMember(
            case=case,
            staff=staff,
            role=str(role),
            started_on=now.today - dt.timedelta(days=now.chance.randint(20, 60)),
        )
        for role, staff in now.of_role.items()
        for case in now.chance.pick(now.cases, min(12, len(now.cases)))
    ]
    add_many(members, by=now.by)
    for member in members:
        now.cases_of.setdefault(member.role, []).append(member.case)


def _contacts(now: Present) -> None:
    """Each case was seen in its rhythm, but for a few."""
    services = []
    for case in now.cases:
        rhythm = RHYTHM[now.phase.get(case.pk, 3)]
        late = now.chance.random() < LATE
        last = (
            now.chance.randint(rhythm + 3, rhythm + 12) if late else now.chance.randint(0, rhythm)
        )
        step = max(4, rhythm)
        seen = range(last, max(WEEKS * 7, last + 1), step)
        services += [_service(now, case, now.today - dt.timedelta(days=days)) for days in seen]
    notes = [now.chance.choice(NOTES) if now.chance.random() < 0.3 else "" for _s in services]
    texts = now.sealed([service.case for service in services], notes)
    for service, text in zip(services, texts, strict=True):
        service.note = text
    record_many(services, by=now.by)


def _service(now: Present, case: Case, day: dt.date) -> Any:
    counselling = now.chance.random() < 0.55
    kind = "psychosocial_counselling" if counselling else "monitoring"
    return Service(
        case=case,
        person=case.person,
        kind=now.kinds[kind],
        on=day,
        staff=case.lead,
        role=StaffRole.CASE_MANAGER,
        mode=now.chance.choice(("in_person", "in_person", "in_person", "phone")),
        minutes=now.chance.choice((30, 45, 60)),
        site=case.site,
    )


def _tasks(now: Present) -> None:
    """What was due at the end of the story is done; something is due around today."""
    old = list(Task.objects.filter(state=TaskState.OPEN))
    for task in old:
        task.state, task.done_on = TaskState.DONE, task.due_on
    change_many(old, ["state", "done_on"], by=now.by)
    chosen = [case for case in now.cases if now.chance.random() < 0.6]
    titles = now.sealed(chosen, [now.chance.choice(TASKS) for _case in chosen])
    tasks = [
        Task(
            case=case,
            title=title,
            assignee=case.lead,
            due_on=now.today + dt.timedelta(days=now.chance.randint(-3, 12)),
        )
        for case, title in zip(chosen, titles, strict=True)
    ]
    record_many(tasks, by=now.by)


def _appointments(now: Present) -> None:
    """Each worker has something yesterday, today, tomorrow and in the days after."""
    found = []
    for lead, cases in now.of_lead.items():
        for days, number in ((-1, 1), (0, 2), (1, 1), (3, 1), (6, 1)):
            for hour in now.chance.pick(HOURS, number):
                case = now.chance.choice(cases)
                state = AppointmentState.KEPT if days < 0 else AppointmentState.PLANNED
                found.append(
                    Appointment(
                        case=case,
                        person=case.person,
                        staff=lead,
                        kind=now.chance.choice(SUBJECTS),
                        starts_at=now.moment(days, hour),
                        minutes=60,
                        state=state,
                    )
                )
    record_many(found, by=now.by)


def _plans(now: Present) -> None:
    """Plans were reviewed in the last months, and most are to be reviewed later."""
    approved = Plan.objects.filter(case__in=now.cases, stage="approved")
    plans = list(approved.select_related("case").order_by("code"))
    for plan in plans:
        plan.review_on = now.today + dt.timedelta(days=now.chance.randint(-3, 88))
    change_many(plans, ["review_on"], by=now.by)
    reviews = [
        PlanReview(
            case=plan.case,
            plan=plan,
            on=now.today - dt.timedelta(days=now.chance.randint(10, 80)),
            progress=now.chance.randint(4, 19) * 5,
        )
        for plan in now.chance.pick(plans, len(plans) // 2)
    ]
    record_many(reviews, by=now.by)


def _scores(now: Present) -> None:
    """Some were assessed three times with the same method: how far they have come can be seen."""
    found = []
    for case in now.chance.pick(now.cases, min(40, len(now.cases))):
        score = now.chance.randint(55, 80)
        for days in (150, 90, 20):
            found.append(
                Assessment(
                    case=case,
                    person=case.person,
                    kind=AssessmentKind.PSYCHOSOCIAL,
                    on=now.today - dt.timedelta(days=days),
                    assessor=case.lead,
                    score=score,
                    risk=Risk.MEDIUM if score > 45 else Risk.LOW,
                )
            )
            score -= now.chance.randint(6, 18)
    record_many(found, by=now.by)


def _hearings(now: Present) -> None:
    """Some go to court in the weeks ahead."""
    proceedings = list(Code.objects.filter(list="proceeding").order_by("key")[:4])
    courts = list(Body.objects.filter(kind="court").order_by("code")[:3])
    lawyer = now.of_role.get(Role.LAWYER)
    hers = now.cases_of.get(Role.LAWYER, [])
    others = now.chance.pick(now.cases, min(10, len(now.cases)))
    chosen = [*hers, *(case for case in others if case not in hers)]
    aids = [
        LegalAid(
            case=case,
            person=case.person,
            level="secondary",
            category="trafficking" if case.category == "trafficking" else "domestic",
            lawyer=lawyer if case in hers else None,
            started_on=now.today - dt.timedelta(days=now.chance.randint(20, 60)),
        )
        for case in chosen
    ]
    record_many(aids, by=now.by)
    found = [
        Proceeding(
            case=aid.case,
            person=aid.person,
            legal_aid=aid,
            kind=now.chance.choice(proceedings),
            area_of_law="civil",
            instance="first",
            court=now.chance.choice(courts) if courts else None,
            party_role="claimant",
            started_on=aid.started_on,
            next_hearing_on=now.today + dt.timedelta(days=now.chance.randint(0, 30)),
        )
        for aid in aids
    ]
    record_many(found, by=now.by)


def _consents(now: Present) -> None:
    """Consents to a referral, some of which run out soon."""
    bodies = list(Body.objects.filter(kind__in=("ngo", "clinic", "vtc")).order_by("code")[:6])
    found = []
    for case in now.chance.pick(now.cases, min(30, len(now.cases))):
        given = now.today - dt.timedelta(days=now.chance.randint(200, 360))
        found.append(
            Consent(
                person=case.person,
                purpose=ConsentPurpose.REFERRAL,
                recipient=now.chance.choice(bodies) if bodies else None,
                given_on=given,
                expires_on=now.today + dt.timedelta(days=now.chance.randint(3, 120)),
            )
        )
    add_many(found, by=now.by)


def _requests(now: Present) -> None:
    """A closing and a phase that wait for an answer, asked for by those who lead the cases."""
    asked = 0
    for lead, cases in now.of_lead.items():
        user = User.objects.filter(staff=lead, is_active=True).first()
        if user is None or asked >= 3:
            continue
        for case in cases:
            if now.phase.get(case.pk) != 2:
                continue
            approvals.ask_for(
                ApprovalKind.OVERRIDE,
                case,
                by=user,
                on=now.today,
                number=3,
                why="Ka gjetur punë dhe banesë; vlerësimi i aftësive bëhet javën tjetër.",
            )
            asked += 1
            break
        _ask_to_close(now, user, cases)


def _ask_to_close(now: Present, user: User, cases: list[Case]) -> None:
    for case in cases:
        if (
            now.phase.get(case.pk) == 3
            and not Task.objects.filter(case=case, state=TaskState.OPEN).exists()
            and not LegalAid.objects.filter(case=case, ended_on=None).exists()
        ):
            approvals.ask_for(
                ApprovalKind.CLOSING,
                case,
                by=user,
                on=now.today,
                why="Jeton e pavarur prej një viti; qëllimet u arritën.",
                closing_reason=ClosingReason.NEEDS_MET,
                outcome=Outcome.EMPOWERED,
            )
            return


def _feedback(now: Present) -> None:
    """Some survivors said what they think of the help."""
    for case in now.chance.pick(now.cases, min(14, len(now.cases))):
        _form, ticket = feedback.offer(case, by=now.by)
        if now.chance.random() < 0.8:
            answers = {name: now.chance.choice((3, 4, 4, 5, 5)) for name in feedback.SENTENCES}
            feedback.answer_feedback(ticket, answers, comment=now.chance.choice(COMMENTS))


def _shifts(now: Present) -> None:
    """What the shifts of the shelter told each other; somebody is away and somebody stands in."""
    workers = [user for user in User.objects.filter(is_demo=True).order_by("pk") if user.staff_id]
    with_cases = [user for user in workers if user.staff in now.of_lead and user.site_id]
    if not with_cases:
        return
    worker = with_cases[0]
    shifts = (ShiftKind.MORNING, ShiftKind.AFTERNOON, ShiftKind.NIGHT)
    texts = seal_texts((None, text) for text in HANDOVERS)
    notes = [
        Handover(
            site=worker.site,
            on=now.today - dt.timedelta(days=1),
            staff=worker.staff,
            shift=shift,
            note=text,
        )
        for shift, text in zip(shifts, texts, strict=True)
    ]
    add_many(notes, by=now.by)
    away = next((lead for lead in now.of_lead if lead != worker.staff), None)
    if away is not None:
        cover.be_away(
            away,
            first=now.today - dt.timedelta(days=1),
            back=now.today + dt.timedelta(days=6),
            kind=AbsenceKind.LEAVE,
            cover=worker.staff,
            by=now.by,
        )


def _files(now: Present) -> None:
    """A few papers, in words: what a file shows is encrypted like any text."""
    for case in now.chance.pick(now.cases, min(6, len(now.cases))):
        paper = Attachment(
            case=case,
            person=case.person,
            kind="court",
            on=now.today - dt.timedelta(days=12),
        )
        words = "Njoftim i trilluar: seanca mbahet në orën 10:00. Të merren dëshmitë me vete."
        attachments.attach(paper, data=words.encode(), title="Njoftim për seancën", by=now.by)
