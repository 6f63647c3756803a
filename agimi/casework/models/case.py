"""A case: one stay in the programme, with what makes its profile."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agimi.access.choices import Area
from agimi.access.records import Record, SealedField, Spell, ends_after_start
from agimi.casework import choices
from agimi.casework.models.base import LastingOfPerson, OfCase, OfPerson

_RECORD = "code created_at created_by changed_at changed_by version"


class Case(Record):
    """One stay in the programme. A return is a new case (CAS-01, CAS-02, CAS-18).

    *Carried* into a period is a case opened before its first day and open on
    it; *new* is one opened in it (agimi.casework.rules.intake).
    """

    code_prefix, code_length = "R", 8
    area = Area.CASEWORK
    case_path = ""
    site_path = "site"
    also_about = ("person",)
    opens = "person"
    fixed = ("person",)

    person = models.ForeignKey(
        "people.Person", verbose_name=_("Person"), on_delete=models.PROTECT, related_name="cases"
    )
    category = models.CharField(_("Category"), max_length=12, choices=choices.Category)
    opened_on = models.DateField(_("Opened on"), db_index=True)
    closed_on = models.DateField(_("Closed on"), null=True, blank=True)
    closing_reason = models.CharField(
        _("Reason for closing"), max_length=12, choices=choices.ClosingReason, blank=True
    )
    outcome = models.CharField(_("Outcome"), max_length=12, choices=choices.Outcome, blank=True)
    outcome_on = models.DateField(_("Outcome reached on"), null=True, blank=True)
    referred_by = models.ForeignKey(
        "programme.Body",
        verbose_name=_("Referred by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cases_referred",
    )
    referred_on = models.DateField(_("Referred on"), null=True, blank=True)
    referral_note = SealedField(_("Referral, encrypted"))
    identified_by = models.ForeignKey(
        "programme.Site",
        verbose_name=_("Identified by the mobile unit"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    earlier_case = models.ForeignKey(
        "self",
        verbose_name=_("Earlier case"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="later_cases",
    )
    site = models.ForeignKey(
        "programme.Site",
        verbose_name=_("Site"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    lead = models.ForeignKey(
        "programme.Staff",
        verbose_name=_("Case manager"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="led_cases",
        db_index=False,
    )
    risk = models.CharField(_("Risk"), max_length=8, choices=choices.Risk, blank=True)
    restricted = models.BooleanField(
        _("Restricted to its team"), default=False, help_text=_("Only the team sees this case.")
    )

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints = (
            ends_after_start("opened_on", "closed_on"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, closing_reason="")
                | Q(closed_on__isnull=False) & ~Q(closing_reason=""),
                name="casework_case_closed_with_reason",
                violation_error_message=_(
                    "A closed case has a date and a reason; an open one neither."
                ),
            ),
            models.UniqueConstraint(
                fields=("person",),
                condition=Q(closed_on__isnull=True),
                name="casework_case_one_open_a_person",
                violation_error_message=_("This person has an open case already."),
            ),
            models.CheckConstraint(
                condition=Q(referred_on__isnull=True) | Q(referred_on__lte=F("opened_on")),
                name="casework_case_referred_before_opened",
                violation_error_message=_("The referral cannot be later than the opening."),
            ),
        )
        indexes = (
            models.Index(fields=("opened_on", "closed_on")),
            # What is open, or closes later, is a few of all that ever were.
            models.Index(fields=("closed_on",), name="casework_case_closed"),
            # Whose they are: most that somebody ever led are closed.
            models.Index(fields=("lead", "closed_on"), name="casework_case_led"),
            # The board of a site reads what is open there, worker by worker.
            models.Index(
                fields=("site", "lead"),
                condition=Q(closed_on__isnull=True),
                name="casework_case_open_at_site",
            ),
            models.Index(
                fields=("person",), condition=Q(restricted=True), name="casework_case_restricted"
            ),
        )

    class Privacy:
        identifying = "referral_note"
        sensitive = (
            "person category closing_reason outcome referred_by identified_by earlier_case lead "
            "risk restricted"
        )
        plain = f"{_RECORD} opened_on closed_on outcome_on referred_on site"


class IdentificationDecision(OfCase):
    """A dated decision on the legal status of a victim of trafficking (BEN-02, CAS-04)."""

    code_prefix = "ID"

    status = models.CharField(_("Status"), max_length=12, choices=choices.IdentificationStatus)
    decided_on = models.DateField(_("Decided on"))
    authority = models.ForeignKey(
        "programme.Body",
        verbose_name=_("Authority"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("identification decision")
        verbose_name_plural = _("identification decisions")

    class Privacy:
        identifying = ""
        sensitive = "case status authority"
        plain = f"{_RECORD} decided_on"


class CaseFact(OfCase):
    """One value of a multi-valued attribute of a case (CAS-05, CAS-06, CAS-07, BEN-03)."""

    code_prefix = "F"
    is_part = True

    kind = models.CharField(_("Attribute"), max_length=20, choices=choices.FactKind)
    value = models.CharField(_("Value"), max_length=30)

    class Meta:
        verbose_name = _("attribute of a case")
        verbose_name_plural = _("attributes of cases")
        constraints = (
            models.UniqueConstraint(
                fields=("case", "kind", "value"),
                name="casework_casefact_once",
                violation_error_message=_("This value is noted for the case already."),
            ),
        )

    class Privacy:
        identifying = ""
        sensitive = "case kind value"
        plain = _RECORD

    LISTS = {
        choices.FactKind.RECRUITMENT: choices.Recruitment,
        choices.FactKind.EXPLOITATION: choices.Exploitation,
        choices.FactKind.VIOLENCE: choices.ViolenceKind,
        choices.FactKind.CONTROL: choices.Control,
    }

    def get_value_display(self) -> str:
        """The value in the words of the list of its attribute; a country by its ISO code."""
        words = self.LISTS.get(choices.FactKind(self.kind)) if self.kind else None
        return str(dict(words.choices).get(self.value, self.value)) if words else self.value

    def clean(self) -> None:
        """The value must stand in the list of its attribute; a country by its ISO code."""
        super().clean()
        allowed = self.LISTS.get(choices.FactKind(self.kind)) if self.kind else None
        if allowed and self.value not in allowed.values:
            raise ValidationError(
                {"value": _("“%(value)s” is not in the list.") % {"value": self.value}}
            )
        if self.kind == choices.FactKind.EXPLOITATION_COUNTRY and (
            len(self.value) != 2 or not self.value.isupper()
        ):
            raise ValidationError({"value": _("A country is given by its two-letter ISO code.")})


class CaseChild(OfCase, Spell):
    """A child of a case, itself a person, while it is helped with its parent (BEN-11).

    Children are counted by these rows and never typed in as a number.
    """

    code_prefix = "CC"
    also_about = ("child",)
    opens = "child"
    fixed = ("case", "child")

    child = models.ForeignKey(
        "people.Person", verbose_name=_("Child"), on_delete=models.PROTECT, related_name="parents"
    )
    accompanied = models.BooleanField(_("Accompanied by the parent"), default=True)

    class Meta(Spell.Meta):
        verbose_name = _("child of a case")
        verbose_name_plural = _("children of cases")
        constraints = (
            *Spell.Meta.constraints,
            models.UniqueConstraint(
                fields=("case", "child", "started_on"),
                name="casework_casechild_once",
                violation_error_message=_("This child joined the case on that day already."),
            ),
            models.UniqueConstraint(
                fields=("case", "child"),
                condition=Q(ended_on__isnull=True),
                name="casework_casechild_one_open",
                violation_error_message=_("This child belongs to the case already."),
            ),
        )

    class Privacy:
        identifying = ""
        sensitive = "case child accompanied"
        plain = f"{_RECORD} started_on ended_on"

    def clean(self) -> None:
        super().clean()
        if self.case_id and self.child_id and self.case.person_id == self.child_id:
            raise ValidationError({"child": _("Nobody is a child in their own case.")})


class TeamMember(OfCase, Spell):
    """A staff member in the team of a case, with the role in it (CAS-11)."""

    code_prefix = "TM"
    is_part = True

    case = models.ForeignKey(
        Case, verbose_name=_("Case"), on_delete=models.CASCADE, related_name="team"
    )
    staff = models.ForeignKey(
        "programme.Staff",
        verbose_name=_("Staff member"),
        on_delete=models.PROTECT,
        related_name="teams",
        db_index=False,
    )
    role = models.CharField(_("Role"), max_length=26)

    class Meta(Spell.Meta):
        verbose_name = _("team member")
        verbose_name_plural = _("team members")
        indexes = (
            # Who works where today: of a team most have left.
            models.Index(fields=["staff", "ended_on"], name="casework_teammember_today"),
        )

    class Privacy:
        identifying = ""
        sensitive = "case staff"
        plain = f"{_RECORD} started_on ended_on role"


class Phase(OfCase, Spell):
    """A phase of the programme that a case is in (CAS-09); one is open at a time."""

    code_prefix = "PH"
    is_part = True

    number = models.PositiveSmallIntegerField(_("Phase"), choices=choices.PhaseNumber)
    decided_by = models.ForeignKey(
        "programme.Staff",
        verbose_name=_("Decided by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    override_reason = SealedField(_("Why the gate was passed, encrypted"))

    class Meta(Spell.Meta):
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        constraints = (
            *Spell.Meta.constraints,
            models.UniqueConstraint(
                fields=("case",),
                condition=Q(ended_on__isnull=True),
                name="casework_phase_one_open",
                violation_error_message=_("A case is in one phase at a time."),
            ),
        )

    class Privacy:
        identifying = "override_reason"
        sensitive = "case"
        plain = f"{_RECORD} started_on ended_on number decided_by"


class Placement(LastingOfPerson):
    """Where somebody lives while in the programme (CAS-10, HOU-01, HOU-02)."""

    code_prefix = "PL"

    kind = models.CharField(_("Placement"), max_length=16, choices=choices.PlacementKind)
    site = models.ForeignKey(
        "programme.Site",
        verbose_name=_("Shelter"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    place = models.ForeignKey(
        "programme.Place",
        verbose_name=_("Municipality"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    room = models.CharField(_("Room"), max_length=20, blank=True)
    rent = models.DecimalField(
        _("Rent a month (ALL)"), max_digits=10, decimal_places=2, null=True, blank=True
    )

    class Meta(LastingOfPerson.Meta):
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        constraints = (
            *LastingOfPerson.Meta.constraints,
            models.UniqueConstraint(
                fields=("person",),
                condition=Q(ended_on__isnull=True),
                name="casework_placement_one_open",
                violation_error_message=_("Somebody lives in one place at a time."),
            ),
        )

    class Privacy:
        identifying = "note"
        sensitive = "person case kind site place room rent"
        plain = f"{_RECORD} started_on ended_on"


class ReferralOut(OfPerson):
    """A referral to another body, with its answer (CAS-19)."""

    code_prefix = "RO"

    to = models.ForeignKey(
        "programme.Body", verbose_name=_("Referred to"), on_delete=models.PROTECT, related_name="+"
    )
    on = models.DateField(_("Date"))
    service = models.ForeignKey(
        "programme.Code",
        verbose_name=_("Service asked for"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    answer = models.CharField(
        _("Answer"), max_length=10, choices=choices.Answer, default=choices.Answer.PENDING
    )
    answered_on = models.DateField(_("Answered on"), null=True, blank=True)

    class Meta:
        verbose_name = _("referral to another body")
        verbose_name_plural = _("referrals to other bodies")
        constraints = (ends_after_start("on", "answered_on"),)

    class Privacy:
        identifying = "note"
        sensitive = "person case to service answer"
        plain = f"{_RECORD} on answered_on"


class Participation(LastingOfPerson):
    """A person helped under a project, by the organisation or by a partner (CAS-16, RUL-13).

    ``served_by`` is empty where the organisation itself serves the person.
    """

    code_prefix = "PP"

    project = models.ForeignKey(
        "programme.Project",
        verbose_name=_("Project"),
        on_delete=models.PROTECT,
        related_name="participations",
    )
    role = models.CharField(_("Takes part as"), max_length=14, choices=choices.ParticipantRole)
    served_by = models.ForeignKey(
        "programme.Body",
        verbose_name=_("Served by the partner"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta(LastingOfPerson.Meta):
        verbose_name = _("participation in a project")
        verbose_name_plural = _("participations in projects")
        constraints = (
            *LastingOfPerson.Meta.constraints,
            models.UniqueConstraint(
                fields=("person", "project", "role", "started_on"),
                name="casework_participation_once",
                violation_error_message=_("This participation is noted already."),
            ),
        )

    class Privacy:
        identifying = "note"
        sensitive = "person case"
        plain = f"{_RECORD} started_on ended_on project role served_by"


class CaseMeeting(Record):
    """A meeting with other institutions at which cases were discussed (CAS-17, COO-01).

    Seen by those who attended and those whose cases were discussed.
    """

    code_prefix = "CM"
    area = Area.CASEWORK
    case_path = "cases"
    staff_paths = ("staff",)

    on = models.DateField(_("Date"))
    kind = models.CharField(
        _("Kind of meeting"),
        max_length=24,
        choices=(
            ("technical_group", _("Intersectoral technical group")),
            ("referral_mechanism", _("National Referral Mechanism")),
            ("responsible_authority", _("Responsible Authority")),
            ("regional_committee", _("Regional anti-trafficking committee")),
            ("dv_coordination", _("Coordination against domestic violence")),
            ("other", _("Other meeting")),
        ),
    )
    body = models.ForeignKey(
        "programme.Body",
        verbose_name=_("Called by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    place = models.ForeignKey(
        "programme.Place",
        verbose_name=_("Place"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    staff = models.ManyToManyField("programme.Staff", verbose_name=_("Attended by"), blank=True)
    cases = models.ManyToManyField(Case, verbose_name=_("Cases discussed"), blank=True)
    decisions = SealedField(_("Decisions, encrypted"))

    class Meta:
        verbose_name = _("meeting on cases")
        verbose_name_plural = _("meetings on cases")

    class Privacy:
        identifying = "decisions"
        sensitive = "cases"
        plain = f"{_RECORD} on kind body place staff"
