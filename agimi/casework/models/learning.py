"""School, courses, work, business and mentoring."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agimi.casework import choices
from agimi.casework.models.base import LastingOfPerson

_RECORD = "code created_at created_by changed_at changed_by version"


class SchoolEnrolment(LastingOfPerson):
    """A pupil or student at a school for a school year (EDU-01)."""

    code_prefix = "SE"

    level = models.CharField(_("School level"), max_length=16, choices=choices.SchoolLevel)
    school = models.ForeignKey(
        "programme.Body",
        verbose_name=_("School"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    school_year = models.CharField(_("School year"), max_length=9, help_text="2023-2024")
    grade = models.CharField(_("Grade"), max_length=10, blank=True)
    online = models.BooleanField(_("Online lessons"), default=False)
    result = models.CharField(
        _("Result"),
        max_length=10,
        choices=(
            ("passed", _("Passed")),
            ("failed", _("Not passed")),
            ("left", _("Left school")),
            ("graduated", _("Graduated")),
        ),
        blank=True,
    )

    class Meta(LastingOfPerson.Meta):
        verbose_name = _("school enrolment")
        verbose_name_plural = _("school enrolments")

    class Privacy:
        identifying = "note"
        sensitive = "person case school result"
        plain = f"{_RECORD} started_on ended_on level school_year grade online"


class CourseEnrolment(LastingOfPerson):
    """Somebody on a vocational or language course (EMP-01)."""

    code_prefix = "CE"

    course = models.ForeignKey(
        "programme.Code",
        verbose_name=_("Course"),
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"list": "course"},
    )
    provider = models.ForeignKey(
        "programme.Body",
        verbose_name=_("Provider"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    online = models.BooleanField(_("Online"), default=False)
    certificate = models.BooleanField(_("Certificate"), null=True, blank=True)

    class Meta(LastingOfPerson.Meta):
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    class Privacy:
        identifying = "note"
        sensitive = "person case"
        plain = f"{_RECORD} started_on ended_on course provider online certificate"


class Job(LastingOfPerson):
    """A job of somebody the organisation helps (EMP-03)."""

    code_prefix = "JO"

    sector = models.ForeignKey(
        "programme.Code",
        verbose_name=_("Sector"),
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"list": "sector"},
    )
    employer = models.ForeignKey(
        "programme.Body",
        verbose_name=_("Employer"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    full_time = models.BooleanField(_("Full time"), null=True, blank=True)
    income_generating = models.BooleanField(_("Income-generating programme"), default=False)

    class Meta(LastingOfPerson.Meta):
        verbose_name = _("job")
        verbose_name_plural = _("jobs")

    class Privacy:
        identifying = "note"
        sensitive = "person case employer"
        plain = f"{_RECORD} started_on ended_on sector full_time income_generating"


class Business(LastingOfPerson):
    """A business that somebody started with the organisation's help (BUS-01, DOC-23)."""

    code_prefix = "BU"

    kind = models.ForeignKey(
        "programme.Code",
        verbose_name=_("Kind of business"),
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"list": "business"},
    )
    plan_made_on = models.DateField(_("Business plan made on"), null=True, blank=True)
    marketing_made_on = models.DateField(_("Marketing strategy made on"), null=True, blank=True)
    registered_on = models.DateField(_("Registered on"), null=True, blank=True)
    project = models.ForeignKey(
        "programme.Project",
        verbose_name=_("Project"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta(LastingOfPerson.Meta):
        verbose_name = _("business")
        verbose_name_plural = _("businesses")

    class Privacy:
        identifying = "note"
        sensitive = "person case kind"
        plain = (
            f"{_RECORD} started_on ended_on plan_made_on marketing_made_on registered_on project"
        )


class MentorMatch(LastingOfPerson):
    """A mentor beside a person, meeting weekly (MEN-01)."""

    code_prefix = "MM"

    mentor = models.ForeignKey(
        "programme.Staff",
        verbose_name=_("Mentor"),
        on_delete=models.PROTECT,
        related_name="mentor_matches",
    )

    class Meta(LastingOfPerson.Meta):
        verbose_name = _("mentoring")
        verbose_name_plural = _("mentoring")

    class Privacy:
        identifying = "note"
        sensitive = "person case"
        plain = f"{_RECORD} started_on ended_on mentor"
