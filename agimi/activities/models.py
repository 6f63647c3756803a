"""What is done with several people, or one day at a centre; stored once, selected by chapters."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agimi.access.choices import Area
from agimi.access.records import Record, SealedField, Spell, ends_after_start
from agimi.activities import choices

_RECORD = "code created_at created_by changed_at changed_by version"
_BOUNDS = (
    ("exact", _("exactly")),
    ("about", _("about")),
    ("at_least", _("at least")),
    ("unknown", _("not stated")),
)


def _code(label: Any, list_name: str, **kwargs: Any) -> models.ForeignKey:
    options: dict[str, Any] = {
        "verbose_name": label,
        "on_delete": models.PROTECT,
        "related_name": "+",
        "limit_choices_to": {"list": list_name},
        **kwargs,
    }
    return models.ForeignKey("programme.Code", **options)


def _optional(target: str, label: Any) -> models.ForeignKey:
    return models.ForeignKey(
        target,
        verbose_name=label,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )


class Session(Record):
    """Anything done with several people: club, therapy group, training, event (AWR-01, RUL-08).

    ``on`` is the first day; ``date_precision`` says "month" where only the
    month is known.
    """

    code_prefix = "E"
    area = Area.ACTIVITIES
    site_path = "site"

    kind = _code(_("Kind"), "session_kind")
    on = models.DateField(_("Date"), db_index=True)
    ended_on = models.DateField(_("Last day"), null=True, blank=True)
    date_precision = models.CharField(
        _("Precision of the date"),
        max_length=5,
        choices=(("day", _("day")), ("month", _("month")), ("year", _("year"))),
        default="day",
    )
    days = models.PositiveSmallIntegerField(_("Days"), default=1)
    title_sq = models.CharField(_("Title in Albanian"), max_length=300, blank=True)
    title_en = models.CharField(_("Title in English"), max_length=300, blank=True)
    site = _optional("programme.Site", _("Held by the site"))
    place = _optional("programme.Place", _("Place"))
    venue = _optional("programme.Body", _("Venue"))
    venue_name = models.CharField(_("Venue in words"), max_length=200, blank=True)
    mode = models.CharField(
        _("How"),
        max_length=9,
        choices=(("in_person", _("In person")), ("online", _("Online")), ("mixed", _("Both"))),
        default="in_person",
    )
    organiser = models.CharField(
        _("Organised"), max_length=6, choices=choices.Organiser, default=choices.Organiser.OWN
    )
    state = models.CharField(
        _("State"), max_length=9, choices=choices.SessionState, default=choices.SessionState.HELD
    )
    campaign = _optional("programme.Campaign", _("Campaign"))
    publication = models.ForeignKey(
        "activities.Publication",
        verbose_name=_("Presents the publication"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
    )
    school_level = models.CharField(
        _("School level"),
        max_length=12,
        choices=(
            ("nine_year", _("Nine-year school")),
            ("high", _("High school")),
            ("artistic", _("Artistic high school")),
            ("vocational", _("Vocational school")),
            ("university", _("University")),
        ),
        blank=True,
    )
    age_from = models.PositiveSmallIntegerField(_("Age from"), null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(_("Age to"), null=True, blank=True)
    projects = models.ManyToManyField(
        "programme.Project", verbose_name=_("Projects"), blank=True, related_name="sessions"
    )
    topics = models.ManyToManyField(
        "programme.Code", verbose_name=_("Topics and themes"), blank=True, related_name="+"
    )
    audiences = models.ManyToManyField(
        "programme.Code", verbose_name=_("Audiences"), blank=True, related_name="+"
    )
    partners = models.ManyToManyField(
        "programme.Body", verbose_name=_("Together with"), blank=True, related_name="+"
    )
    staff = models.ManyToManyField(
        "programme.Staff", verbose_name=_("Held by"), blank=True, related_name="+"
    )
    note = SealedField(_("Note, encrypted"))

    class Meta:
        verbose_name = _("session or event")
        verbose_name_plural = _("sessions and events")
        constraints = (
            ends_after_start("on", "ended_on"),
            models.CheckConstraint(
                condition=Q(days__gte=1),
                name="activities_session_a_day_at_least",
                violation_error_message=_("A session lasts a day at least."),
            ),
            models.CheckConstraint(
                condition=Q(age_from__isnull=True)
                | Q(age_to__isnull=True)
                | Q(age_to__gte=models.F("age_from")),
                name="activities_session_ages_in_order",
                violation_error_message=_("The upper age is below the lower one."),
            ),
        )

    class Privacy:
        identifying = "note"
        sensitive = ""
        plain = (
            f"{_RECORD} kind on ended_on date_precision days title_sq title_en site place venue "
            "venue_name mode organiser state campaign publication school_level age_from age_to "
            "projects topics audiences partners staff"
        )


class Attendance(Record):
    """A named person at a session (DOC-14)."""

    code_prefix = "AT"
    area = Area.ACTIVITIES
    person_path = "person"
    site_path = "session__site"
    is_part = True

    session = models.ForeignKey(
        Session, verbose_name=_("Session"), on_delete=models.CASCADE, related_name="attendances"
    )
    person = models.ForeignKey(
        "people.Person",
        verbose_name=_("Person"),
        on_delete=models.CASCADE,
        related_name="attendances",
    )

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints = (
            models.UniqueConstraint(
                fields=("session", "person"),
                name="activities_attendance_once",
                violation_error_message=_("This person is on the list already."),
            ),
        )

    class Privacy:
        identifying = ""
        sensitive = "session person"
        plain = _RECORD


class Headcount(Record):
    """How many people of a group were at a session, and how sure that is (AWR-02, RUL-14).

    ``number`` is empty only where the bound is "not stated".
    """

    code_prefix = "HC"
    area = Area.ACTIVITIES
    site_path = "session__site"
    is_part = True

    session = models.ForeignKey(
        Session, verbose_name=_("Session"), on_delete=models.CASCADE, related_name="headcounts"
    )
    group = models.CharField(
        _("Group"),
        max_length=10,
        choices=choices.HeadGroup,
        default=choices.HeadGroup.NOT_STATED,
    )
    role = models.CharField(
        _("As"), max_length=12, choices=choices.HeadRole, default=choices.HeadRole.PARTICIPANT
    )
    number = models.PositiveIntegerField(_("Number"), null=True, blank=True)
    bound = models.CharField(_("Meant as"), max_length=8, choices=_BOUNDS, default="exact")
    audience = _code(_("Audience"), "audience", null=True, blank=True)
    profession = _code(_("Profession"), "profession", null=True, blank=True)
    body = _optional("programme.Body", _("Sent by"))

    class Meta:
        verbose_name = _("head-count")
        verbose_name_plural = _("head-counts")
        constraints = (
            models.CheckConstraint(
                condition=Q(bound="unknown", number__isnull=True)
                | ~Q(bound="unknown") & Q(number__isnull=False),
                name="activities_headcount_number_unless_unknown",
                violation_error_message=_("A number is needed unless it is “not stated”."),
            ),
        )

    class Privacy:
        identifying = ""
        sensitive = ""
        plain = f"{_RECORD} session group role number bound audience profession body"


class CentreEnrolment(Spell):
    """A person using a service of a centre or childcare centre (CHC-02, LEZ-03 … LEZ-09)."""

    code_prefix = "EN"
    area = Area.ACTIVITIES
    person_path = "person"
    site_path = "site"
    also_about = ("mother",)
    opens = "person"

    person = models.ForeignKey(
        "people.Person",
        verbose_name=_("Person"),
        on_delete=models.CASCADE,
        related_name="enrolments",
    )
    site = models.ForeignKey(
        "programme.Site",
        verbose_name=_("Centre"),
        on_delete=models.PROTECT,
        related_name="enrolments",
    )
    service = _code(_("Service"), "centre_service")
    mother = models.ForeignKey(
        "people.Person",
        verbose_name=_("Mother or carer"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children_in_care",
    )
    mode = models.CharField(
        _("How"),
        max_length=9,
        choices=(("in_person", _("In person")), ("online", _("Online"))),
        default="in_person",
    )
    shift = models.CharField(
        _("Part of the day"),
        max_length=9,
        choices=(("morning", _("Morning")), ("afternoon", _("Afternoon")), ("both", _("Both"))),
        blank=True,
    )
    project = _optional("programme.Project", _("Project"))
    note = SealedField(_("Note, encrypted"))

    class Meta(Spell.Meta):
        verbose_name = _("enrolment at a centre")
        verbose_name_plural = _("enrolments at centres")

    class Privacy:
        identifying = "note"
        sensitive = "person service mother"
        plain = f"{_RECORD} started_on ended_on site mode shift project"


class Contact(Record):
    """A contact of a mobile unit in the field (MOB-02, MOB-03).

    People met are counted, not named: a street contact has no file.
    """

    code_prefix = "CT"
    area = Area.ACTIVITIES
    site_path = "unit"

    unit = models.ForeignKey(
        "programme.Site",
        verbose_name=_("Mobile unit"),
        on_delete=models.PROTECT,
        related_name="contacts",
    )
    kind = models.CharField(_("With"), max_length=12, choices=choices.ContactKind)
    on = models.DateField(_("Date"), db_index=True)
    adults = models.PositiveSmallIntegerField(_("Adults"), default=0)
    minors = models.PositiveSmallIntegerField(_("Minors"), default=0)
    place = _optional("programme.Place", _("Area"))
    body = _optional("programme.Body", _("Institution"))
    profession = _code(_("Profession"), "profession", null=True, blank=True)
    issues = models.ManyToManyField(
        "programme.Code", verbose_name=_("Risks and problems"), blank=True, related_name="+"
    )
    referred_to = models.ManyToManyField(
        "programme.Code", verbose_name=_("Referred to"), blank=True, related_name="+"
    )
    note = SealedField(_("Note, encrypted"))

    class Meta:
        verbose_name = _("contact in the field")
        verbose_name_plural = _("contacts in the field")
        constraints = (
            models.CheckConstraint(
                condition=Q(adults__gt=0) | Q(minors__gt=0),
                name="activities_contact_somebody",
                violation_error_message=_("A contact is with somebody: give a number of people."),
            ),
        )

    class Privacy:
        identifying = "note"
        sensitive = "issues"
        plain = f"{_RECORD} unit kind on adults minors place body profession referred_to"


class Identification(Record):
    """A potential victim identified by a mobile unit and referred to the authority (CAS-04, MOB-06).

    Identification and admission are two things (R21-14): ``person`` is set
    where the person has a file; the children are persons too.
    """

    code_prefix = "IV"
    area = Area.ACTIVITIES
    person_path = "person"
    site_path = "unit"

    unit = models.ForeignKey(
        "programme.Site", verbose_name=_("Mobile unit"), on_delete=models.PROTECT, related_name="+"
    )
    on = models.DateField(_("Date"))
    person = models.ForeignKey(
        "people.Person",
        verbose_name=_("Person"),
        on_delete=models.CASCADE,
        related_name="identifications",
    )
    children = models.ManyToManyField(
        "people.Person", verbose_name=_("Children with them"), blank=True, related_name="+"
    )
    indicators = models.ManyToManyField(
        "programme.Code", verbose_name=_("Indicators present"), blank=True, related_name="+"
    )
    referred_to = _optional("programme.Body", _("Referred to"))
    referred_on = models.DateField(_("Referred on"), null=True, blank=True)
    decision = models.CharField(
        _("Decision of the authority"),
        max_length=13,
        choices=choices.AuthorityDecision,
        default=choices.AuthorityDecision.PENDING,
    )
    decided_on = models.DateField(_("Decided on"), null=True, blank=True)
    note = SealedField(_("Note, encrypted"))

    class Meta:
        verbose_name = _("identification")
        verbose_name_plural = _("identifications")
        constraints = (
            ends_after_start("on", "referred_on"),
            ends_after_start("on", "decided_on", name="decided_after"),
        )

    class Privacy:
        identifying = "note"
        sensitive = "person children indicators decision"
        plain = f"{_RECORD} unit on referred_to referred_on decided_on"


class Call(Record):
    """A call to the hotline; callers need not say who they are (LEG-08)."""

    code_prefix = "CL"
    area = Area.ACTIVITIES
    person_path = "person"
    site_path = "site"

    on = models.DateField(_("Date"), db_index=True)
    site = _optional("programme.Site", _("Answered at"))
    person = models.ForeignKey(
        "people.Person",
        verbose_name=_("Caller, if known"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="calls",
    )
    order = models.CharField(
        _("First or repeated"),
        max_length=7,
        choices=choices.CallOrder,
        default=choices.CallOrder.UNKNOWN,
    )
    topic = _code(_("Topic"), "legal_topic", null=True, blank=True)
    staff = _optional("programme.Staff", _("Answered by"))
    project = _optional("programme.Project", _("Project"))
    referred_on_to = _optional("programme.Body", _("Referred to"))
    note = SealedField(_("Note, encrypted"))

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")

    class Privacy:
        identifying = "note"
        sensitive = "person topic"
        plain = f"{_RECORD} on site order staff project referred_on_to"


class Supervision(Record):
    """A supervision session of one member of staff, of the organisation or a partner (STF-01, MEN-02)."""

    code_prefix = "SV"
    area = Area.ACTIVITIES
    staff_paths = ("supervisor", "staff")

    on = models.DateField(_("Date"))
    supervisor = _optional("programme.Staff", _("Supervisor"))
    professional = models.ForeignKey(
        "programme.Professional",
        verbose_name=_("Professional supervised"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="supervisions",
    )
    staff = models.ForeignKey(
        "programme.Staff",
        verbose_name=_("Staff member supervised"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="supervisions",
    )
    centre = _optional("programme.Body", _("Centre"))
    place = _optional("programme.Place", _("Place"))
    project = _optional("programme.Project", _("Project"))
    findings = SealedField(_("Challenges and recommendations, encrypted"))

    class Meta:
        verbose_name = _("supervision session")
        verbose_name_plural = _("supervision sessions")
        constraints = (
            models.CheckConstraint(
                condition=Q(professional__isnull=True) ^ Q(staff__isnull=True),
                name="activities_supervision_of_one",
                violation_error_message=_(
                    "Supervision is of one person: a staff member or a professional of a partner."
                ),
            ),
        )

    class Privacy:
        identifying = "findings"
        sensitive = ""
        plain = f"{_RECORD} on supervisor professional staff centre place project"


class Publication(Record):
    """Something published: guide, manual, study, brochure, poster, video, website (PUB-01)."""

    code_prefix = "PUB"
    area = Area.PROGRAMME

    kind = _code(_("Kind"), "publication_kind")
    title_sq = models.CharField(_("Title in Albanian"), max_length=300)
    title_en = models.CharField(_("Title in English"), max_length=300)
    on = models.DateField(_("Published on"))
    date_precision = models.CharField(
        _("Precision of the date"),
        max_length=5,
        choices=(("day", _("day")), ("month", _("month")), ("year", _("year"))),
        default="day",
    )
    link = models.URLField(_("Link"), blank=True, max_length=300)
    project = _optional("programme.Project", _("Project"))
    partners = models.ManyToManyField(
        "programme.Body", verbose_name=_("Together with"), blank=True, related_name="+"
    )
    copies = models.PositiveIntegerField(_("Copies"), null=True, blank=True)
    stories_consented = models.BooleanField(
        _("Survivors shown have consented"), null=True, blank=True
    )

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")

    class Privacy:
        identifying = ""
        sensitive = ""
        plain = (
            f"{_RECORD} kind title_sq title_en on date_precision link project partners copies "
            "stories_consented"
        )


class Agreement(Record):
    """An agreement with a body (DOC-20)."""

    code_prefix = "AG"
    area = Area.PROGRAMME

    body = models.ForeignKey(
        "programme.Body",
        verbose_name=_("With"),
        on_delete=models.PROTECT,
        related_name="agreements",
    )
    subject_sq = models.CharField(_("Subject in Albanian"), max_length=300)
    subject_en = models.CharField(_("Subject in English"), max_length=300)
    signed_on = models.DateField(_("Signed on"))
    ends_on = models.DateField(_("Valid until"), null=True, blank=True)
    site = _optional("programme.Site", _("For the site"))
    project = _optional("programme.Project", _("Project"))

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        constraints = (ends_after_start("signed_on", "ends_on"),)

    class Privacy:
        identifying = ""
        sensitive = ""
        plain = f"{_RECORD} body subject_sq subject_en signed_on ends_on site project"


class Distribution(Record):
    """Information material handed out or put up (AWR-08)."""

    code_prefix = "DI"
    area = Area.ACTIVITIES
    site_path = "site"

    material = _code(_("Material"), "material")
    publication = models.ForeignKey(
        Publication, verbose_name=_("Publication"), on_delete=models.PROTECT, null=True, blank=True
    )
    on = models.DateField(_("Date"))
    site = _optional("programme.Site", _("By the site"))
    place = _optional("programme.Place", _("Place"))
    session = models.ForeignKey(
        Session,
        verbose_name=_("At the event"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="materials",
    )
    copies = models.PositiveIntegerField(_("Copies"), null=True, blank=True)

    class Meta:
        verbose_name = _("material handed out")
        verbose_name_plural = _("materials handed out")

    class Privacy:
        identifying = ""
        sensitive = ""
        plain = f"{_RECORD} material publication on site place session copies"


class CourtDecision(Record):
    """A court decision that was monitored (DOC-24, ADV-04)."""

    code_prefix = "CD"
    area = Area.ACTIVITIES

    court = models.ForeignKey(
        "programme.Body", verbose_name=_("Court"), on_delete=models.PROTECT, related_name="+"
    )
    decided_on = models.DateField(_("Decided on"))
    monitored_on = models.DateField(_("Monitored on"))
    offence = models.CharField(_("Offence"), max_length=200)
    project = _optional("programme.Project", _("Project"))
    findings = SealedField(_("Findings, encrypted"))

    class Meta:
        verbose_name = _("monitored court decision")
        verbose_name_plural = _("monitored court decisions")
        constraints = (ends_after_start("decided_on", "monitored_on"),)

    class Privacy:
        identifying = "findings"
        sensitive = ""
        plain = f"{_RECORD} court decided_on monitored_on offence project"


class Survey(Record):
    """The answers of one respondent to a questionnaire or feedback form (DOC-16, DOC-17, TRN-06)."""

    code_prefix = "Q"
    area = Area.ACTIVITIES
    site_path = "session__site"

    kind = models.CharField(
        _("Questionnaire"),
        max_length=12,
        choices=(
            ("base_survey", _("Base survey on legal and digital knowledge")),
            ("evaluation", _("Evaluation of an event")),
            ("interview", _("Research interview")),
        ),
    )
    on = models.DateField(_("Date"))
    session = models.ForeignKey(
        Session,
        verbose_name=_("At the event"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="surveys",
    )
    project = _optional("programme.Project", _("Project"))
    score = models.DecimalField(_("Score"), max_digits=7, decimal_places=2, null=True, blank=True)
    answers = SealedField(_("Answers, encrypted"))

    class Meta:
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")

    class Privacy:
        identifying = "answers"
        sensitive = "score"
        plain = f"{_RECORD} kind on session project"


class Finding(Record):
    """A challenge found, a lesson learned or a recommendation made (STF-02, ADV-05, DOC-25)."""

    code_prefix = "FI"
    area = Area.ACTIVITIES

    kind = models.CharField(
        _("Kind"),
        max_length=14,
        choices=(
            ("challenge", _("Challenge")),
            ("lesson", _("Lesson learned")),
            ("recommendation", _("Recommendation")),
        ),
    )
    on = models.DateField(_("Date"))
    text_sq = models.TextField(_("In Albanian"))
    text_en = models.TextField(_("In English"))
    session = models.ForeignKey(
        Session,
        verbose_name=_("From the event"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
    )
    project = _optional("programme.Project", _("Project"))
    addressed_to = _optional("programme.Body", _("Addressed to"))

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")

    class Privacy:
        identifying = ""
        sensitive = ""
        plain = f"{_RECORD} kind on text_sq text_en session project addressed_to"


class Volunteering(Spell):
    """A volunteer or a group of volunteers at a site (CLB-05)."""

    code_prefix = "VO"
    area = Area.ACTIVITIES
    site_path = "site"

    site = models.ForeignKey(
        "programme.Site", verbose_name=_("Site"), on_delete=models.PROTECT, related_name="+"
    )
    group_name = models.CharField(_("Group"), max_length=150, blank=True)
    number = models.PositiveSmallIntegerField(_("Number"), default=1)

    class Meta(Spell.Meta):
        verbose_name = _("volunteering")
        verbose_name_plural = _("volunteering")

    class Privacy:
        identifying = ""
        sensitive = ""
        plain = f"{_RECORD} started_on ended_on site group_name number"


class Schedule(Spell):
    """A recurring activity: weekly, or on a day of the month (DOC-15)."""

    code_prefix = "SC"
    area = Area.ACTIVITIES
    site_path = "site"

    kind = _code(_("Kind"), "session_kind")
    site = models.ForeignKey(
        "programme.Site", verbose_name=_("Site"), on_delete=models.PROTECT, related_name="+"
    )
    rhythm = models.CharField(
        _("Rhythm"),
        max_length=8,
        choices=(("weekly", _("Every week")), ("monthly", _("Every month"))),
        default="weekly",
    )
    day = models.PositiveSmallIntegerField(
        _("Day"), help_text=_("Day of the week (1 = Monday) or of the month")
    )

    class Meta(Spell.Meta):
        verbose_name = _("schedule")
        verbose_name_plural = _("schedules")

    class Privacy:
        identifying = ""
        sensitive = ""
        plain = f"{_RECORD} started_on ended_on kind site rhythm day"
