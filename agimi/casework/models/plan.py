"""Assessments, plans with goals and reviews, and the tasks that follow from them."""

from django.db import models
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from agimi.access.records import SealedField
from agimi.casework import choices
from agimi.casework.models.base import OfCase, OfPerson

_RECORD = "code created_at created_by changed_at changed_by version"


class Assessment(OfPerson):
    """An assessment on a day, with a score where its method has one (section D)."""

    code_prefix = "AS"

    kind = models.CharField(_("Assessment"), max_length=24, choices=choices.AssessmentKind)
    on = models.DateField(_("Date"))
    assessor = models.ForeignKey(
        "programme.Staff",
        verbose_name=_("Assessor"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    score = models.DecimalField(_("Score"), max_digits=7, decimal_places=2, null=True, blank=True)
    risk = models.CharField(_("Risk"), max_length=8, choices=choices.Risk, blank=True)
    indicators = models.ManyToManyField(
        "programme.Code", verbose_name=_("Indicators present"), blank=True, related_name="+"
    )
    informed_of_rights = models.BooleanField(_("Informed of rights"), null=True, blank=True)

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")

    class Privacy:
        identifying = "note"
        sensitive = "person case kind score risk indicators"
        plain = f"{_RECORD} on assessor informed_of_rights"


class Plan(OfCase):
    """A version of the reintegration plan of a case (DOC-01)."""

    code_prefix = "PLN"

    kind = models.CharField(
        _("Kind of plan"),
        max_length=14,
        choices=(
            ("reintegration", _("Reintegration plan")),
            ("education", _("Educational plan")),
            ("care", _("Care plan of a child")),
        ),
        default="reintegration",
    )
    edition = models.PositiveSmallIntegerField(_("Version"), default=1)
    made_on = models.DateField(_("Made on"))
    review_on = models.DateField(_("Next review"), null=True, blank=True)
    stage = models.CharField(
        _("Stage"), max_length=8, choices=choices.PlanStage, default=choices.PlanStage.DRAFT
    )
    approved_on = models.DateField(_("Approved on"), null=True, blank=True)
    approved_by = models.ForeignKey(
        "programme.Staff",
        verbose_name=_("Approved by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    summary = SealedField(_("Summary, encrypted"))

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        constraints = (
            models.UniqueConstraint(
                fields=("case", "kind", "edition"),
                name="casework_plan_edition_once",
                violation_error_message=_(
                    "There is a plan of this kind with this version already."
                ),
            ),
            models.CheckConstraint(
                condition=Q(approved_on__isnull=True, approved_by__isnull=True)
                | Q(approved_on__isnull=False, approved_by__isnull=False),
                name="casework_plan_approved_on_and_by",
                violation_error_message=_("An approval has a date and a person."),
            ),
        )

    class Privacy:
        identifying = "summary"
        sensitive = "case kind"
        plain = f"{_RECORD} edition made_on review_on stage approved_on approved_by"


class Goal(OfCase):
    """A goal of a plan, with the action that leads to it."""

    code_prefix = "GO"

    plan = models.ForeignKey(
        Plan, verbose_name=_("Plan"), on_delete=models.CASCADE, related_name="goals"
    )
    domain = models.CharField(_("Field"), max_length=24, choices=choices.ServiceGroup.choices)
    text = SealedField(_("Goal, encrypted"))
    due_on = models.DateField(_("Due on"), null=True, blank=True)
    state = models.CharField(
        _("State"), max_length=8, choices=choices.GoalState, default=choices.GoalState.OPEN
    )
    reached_on = models.DateField(_("Reached on"), null=True, blank=True)

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")

    class Privacy:
        identifying = "text"
        sensitive = "case plan domain state"
        plain = f"{_RECORD} due_on reached_on"


class PlanReview(OfCase):
    """A review of a plan: what helped, what hindered, what follows (DOC-28)."""

    code_prefix = "RV"

    plan = models.ForeignKey(
        Plan, verbose_name=_("Plan"), on_delete=models.CASCADE, related_name="reviews"
    )
    on = models.DateField(_("Date"))
    progress = models.PositiveSmallIntegerField(_("Progress (0–100)"), null=True, blank=True)
    findings = SealedField(_("Factors, obstacles and measures, encrypted"))

    class Meta:
        verbose_name = _("review of a plan")
        verbose_name_plural = _("reviews of plans")
        constraints = (
            models.CheckConstraint(
                condition=Q(progress__isnull=True) | Q(progress__lte=100),
                name="casework_planreview_progress_percent",
                violation_error_message=_("Progress lies between 0 and 100."),
            ),
        )

    class Privacy:
        identifying = "findings"
        sensitive = "case plan progress"
        plain = f"{_RECORD} on"


class Task(OfCase):
    """Something that somebody has to do for a case by a day."""

    code_prefix = "TK"

    title = SealedField(_("Task, encrypted"))
    kind = models.CharField(_("Kind"), max_length=40, blank=True)
    assignee = models.ForeignKey(
        "programme.Staff",
        verbose_name=_("For"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
    )
    due_on = models.DateField(_("Due on"), null=True, blank=True, db_index=True)
    state = models.CharField(
        _("State"), max_length=9, choices=choices.TaskState, default=choices.TaskState.OPEN
    )
    done_on = models.DateField(_("Done on"), null=True, blank=True)

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")

    class Privacy:
        identifying = "title"
        sensitive = "case kind"
        plain = f"{_RECORD} assignee due_on state done_on"

    def get_kind_display(self) -> str:
        """The task in words that are not sealed: what its checklist calls it, else that it is a task."""
        known = dict(choices.TaskKind.choices)
        return str(known.get(self.kind) or capfirst(str(self._meta.verbose_name)))
