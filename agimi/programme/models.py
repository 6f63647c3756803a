"""The organisation's own world: sites, staff, bodies, places, donors, projects, code lists."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from agimi.access.choices import Area
from agimi.access.records import Record, Spell, ends_after_start
from agimi.programme import choices

_RECORD = "code created_at created_by changed_at changed_by version"


class Bilingual(models.Model):
    """A name in Albanian and English; shown in the reader's language (RUL-10, ORG-11)."""

    name_sq = models.CharField(_("Name in Albanian"), max_length=250)
    name_en = models.CharField(_("Name in English"), max_length=250)

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        return self.name_sq if (get_language() or "sq").startswith("sq") else self.name_en

    def __str__(self) -> str:
        return self.name


class Code(Bilingual, Record):
    """A value of an open list, with a stable code and the structural group it counts under.

    Values are retired, never deleted, so that old records keep their words.
    """

    code_prefix = "K"
    area = Area.PROGRAMME

    list = models.CharField(_("List"), max_length=20, choices=choices.CodeList)
    key = models.CharField(_("Key"), max_length=60, help_text=_("Stable; never shown"))
    group = models.CharField(
        _("Counts as"),
        max_length=40,
        blank=True,
        help_text=_("The structural group on which indicators rest"),
    )
    position = models.PositiveSmallIntegerField(_("Position"), default=0)
    retired_on = models.DateField(_("Retired on"), null=True, blank=True)

    class Meta:
        verbose_name = _("value of a list")
        verbose_name_plural = _("values of lists")
        ordering = ("list", "position", "key")
        constraints = (
            models.UniqueConstraint(fields=("list", "key"), name="programme_code_list_key"),
        )

    class Privacy:
        identifying = ""
        sensitive = ""
        plain = f"{_RECORD} name_sq name_en list key group position retired_on"


class Country(Bilingual):
    """A country by ISO 3166-1 alpha-2."""

    alpha2 = models.CharField(_("ISO code"), max_length=2, unique=True)
    alpha3 = models.CharField(_("ISO code of three letters"), max_length=3, unique=True)

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ("alpha2",)

    class Privacy:
        identifying = ""
        sensitive = ""
        plain = "name_sq name_en alpha2 alpha3"


class Place(Bilingual, Record):
    """A place in the tree county > municipality > unit > village (PLC-01)."""

    code_prefix = "L"
    area = Area.PROGRAMME

    kind = models.CharField(_("Kind"), max_length=14, choices=choices.PlaceKind)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("Within"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    official_code = models.CharField(
        _("Official code"), max_length=12, blank=True, help_text=_("ISO 3166-2 or LAU")
    )
    municipality = models.ForeignKey(
        "self",
        verbose_name=_("Municipality"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("The municipality the place lies in; itself for a municipality"),
    )
    county = models.ForeignKey(
        "self",
        verbose_name=_("County"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("The county the place lies in; itself for a county"),
    )

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ("name_sq",)

    class Privacy:
        identifying = ""
        sensitive = ""
        plain = f"{_RECORD} name_sq name_en kind parent official_code municipality county"


class Body(Bilingual, Record):
    """An institution or organisation outside: one body, however many names (PAR-01, PAR-02)."""

    code_prefix = "B"
    area = Area.PROGRAMME

    kind = models.CharField(_("Kind"), max_length=20, choices=choices.BodyKind)
    referral_group = models.CharField(
        _("Group of referral sources"),
        max_length=15,
        choices=choices.ReferralGroup,
        default=choices.ReferralGroup.ORGANISATIONS,
    )
    place = models.ForeignKey(
        Place, verbose_name=_("Place"), on_delete=models.PROTECT, null=True, blank=True
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("Part of"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
    )
    country = models.ForeignKey(
        Country, verbose_name=_("Country"), on_delete=models.PROTECT, null=True, blank=True
    )
    coalition_member = models.BooleanField(
        _("Member of the coalition of anti-trafficking shelters"), default=False
    )

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        ordering = ("name_sq",)

    class Privacy:
        identifying = ""
        sensitive = ""
        plain = (
            f"{_RECORD} name_sq name_en kind referral_group place parent country coalition_member"
        )


class BodyAlias(models.Model):
    """Another name under which a body appears; for finding and display only (RUL-10)."""

    body = models.ForeignKey(
        Body, verbose_name=_("Body"), on_delete=models.CASCADE, related_name="aliases"
    )
    name = models.CharField(_("Name"), max_length=250)

    class Meta:
        verbose_name = _("other name of a body")
        verbose_name_plural = _("other names of bodies")
        constraints = (
            models.UniqueConstraint(fields=("body", "name"), name="programme_bodyalias_once"),
        )

    class Privacy:
        identifying = ""
        sensitive = ""
        plain = "body name"


class Organisation(Bilingual, Record):
    """The organisation itself: cover, contact block, vision and mission (ORG-01, ORG-02)."""

    code_prefix = "ORG"
    area = Area.PROGRAMME

    vision_sq = models.TextField(_("Vision in Albanian"), blank=True)
    vision_en = models.TextField(_("Vision in English"), blank=True)
    mission_sq = models.TextField(_("Mission in Albanian"), blank=True)
    mission_en = models.TextField(_("Mission in English"), blank=True)
    address = models.CharField(_("Address"), max_length=250, blank=True)
    phone = models.CharField(_("Telephone"), max_length=40, blank=True)
    email = models.EmailField(_("E-mail"), blank=True)
    website = models.URLField(_("Website"), blank=True)
    social = models.JSONField(_("Social accounts"), default=dict, blank=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisation")

    class Privacy:
        identifying = ""
        sensitive = ""
        plain = (
            f"{_RECORD} name_sq name_en vision_sq vision_en mission_sq mission_en address phone "
            "email website social"
        )


class Site(Bilingual, Spell):
    """A shelter, centre, club or mobile unit of the organisation (ORG-06, MOB-01)."""

    code_prefix = "SITE"
    area = Area.PROGRAMME

    kind = models.CharField(_("Kind"), max_length=18, choices=choices.SiteKind)
    place = models.ForeignKey(
        Place, verbose_name=_("Place"), on_delete=models.PROTECT, null=True, blank=True
    )
    body = models.OneToOneField(
        Body,
        verbose_name=_("As a referring body"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="site",
    )
    confidential_location = models.BooleanField(
        _("Location is confidential"), default=False, help_text=_("It is never shown in lists")
    )
    capacity = models.PositiveSmallIntegerField(_("Places"), null=True, blank=True)
    coverage = models.ManyToManyField(
        Place, verbose_name=_("Areas covered"), blank=True, related_name="covered_by"
    )

    class Meta(Spell.Meta):
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        ordering = ("name_sq",)

    class Privacy:
        identifying = ""
        sensitive = "place"
        plain = (
            f"{_RECORD} started_on ended_on name_sq name_en kind body confidential_location "
            "capacity coverage"
        )


class Staff(Spell):
    """Somebody who works for the organisation (ORG-07), volunteers and experts included."""

    code_prefix, code_length = "ST", 8
    area = Area.PROGRAMME

    name = models.CharField(_("Name"), max_length=150)
    sex = models.CharField(
        _("Sex"),
        max_length=12,
        choices=(("female", _("Female")), ("male", _("Male")), ("not_recorded", _("Not recorded"))),
        default="not_recorded",
    )
    is_contracted = models.BooleanField(_("Contracted expert"), default=False)
    experience_years = models.PositiveSmallIntegerField(
        _("Years of experience"), null=True, blank=True
    )
    experience_bound = models.CharField(
        _("Experience is"), max_length=8, choices=choices.Bound, default=choices.Bound.EXACT
    )
    task = models.CharField(_("Task of the contract"), max_length=200, blank=True)

    class Meta(Spell.Meta):
        verbose_name = _("staff member")
        verbose_name_plural = _("staff")
        ordering = ("name",)

    class Privacy:
        identifying = "name"
        sensitive = "sex"
        plain = (
            f"{_RECORD} started_on ended_on is_contracted experience_years experience_bound task"
        )

    def __str__(self) -> str:
        return self.name


class Post(Spell):
    """A post that a staff member holds at a site for some time (ORG-07)."""

    code_prefix = "PO"
    area = Area.PROGRAMME

    staff = models.ForeignKey(
        Staff, verbose_name=_("Staff member"), on_delete=models.CASCADE, related_name="posts"
    )
    role = models.CharField(_("Post"), max_length=26, choices=choices.StaffRole)
    site = models.ForeignKey(
        Site, verbose_name=_("Site"), on_delete=models.PROTECT, null=True, blank=True
    )
    project = models.ForeignKey(
        "Project", verbose_name=_("Project"), on_delete=models.PROTECT, null=True, blank=True
    )

    class Meta(Spell.Meta):
        verbose_name = _("post")
        verbose_name_plural = _("posts")

    class Privacy:
        identifying = ""
        sensitive = ""
        plain = f"{_RECORD} started_on ended_on staff role site project"


class Professional(Bilingual, Record):
    """Somebody at a partner body: lawyer of the network, police officer, liaison (ROL-02, LEG-10)."""

    code_prefix = "PR"
    area = Area.PROGRAMME

    body = models.ForeignKey(
        Body, verbose_name=_("Body"), on_delete=models.PROTECT, null=True, blank=True
    )
    profession = models.ForeignKey(
        Code,
        verbose_name=_("Profession"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"list": "profession"},
    )
    place = models.ForeignKey(
        Place, verbose_name=_("Place"), on_delete=models.PROTECT, null=True, blank=True
    )
    network_since = models.DateField(_("In the pro-bono network since"), null=True, blank=True)

    class Meta:
        verbose_name = _("professional")
        verbose_name_plural = _("professionals")

    class Privacy:
        identifying = "name_sq name_en"
        sensitive = ""
        plain = f"{_RECORD} body profession place network_since"


class Project(Spell):
    """A project with its donors, partners, places and targets (PRJ-01 … PRJ-17).

    ``ended_on`` is empty where the end is open; ``date_precision`` says whether
    the printed period names days, months or the year only.
    """

    code_prefix = "PJ"
    area = Area.PROGRAMME

    title_sq = models.CharField(_("Title in Albanian"), max_length=400)
    title_en = models.CharField(_("Title in English"), max_length=400)
    short_sq = models.CharField(_("Short title in Albanian"), max_length=80)
    short_en = models.CharField(_("Short title in English"), max_length=80)
    goal_sq = models.TextField(_("Goal in Albanian"), blank=True)
    goal_en = models.TextField(_("Goal in English"), blank=True)
    date_precision = models.CharField(
        _("Precision of the period"),
        max_length=5,
        choices=(("day", _("day")), ("month", _("month")), ("year", _("year"))),
        default="day",
    )
    area_of_work = models.ForeignKey(
        Code,
        verbose_name=_("Line of work"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"list": "area_of_work"},
    )
    places = models.ManyToManyField(Place, verbose_name=_("Places"), blank=True)
    bodies = models.ManyToManyField(Body, verbose_name=_("Bodies"), through="ProjectBody")

    class Meta(Spell.Meta):
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ("started_on", "code")

    class Privacy:
        identifying = ""
        sensitive = ""
        plain = (
            f"{_RECORD} started_on ended_on title_sq title_en short_sq short_en goal_sq goal_en "
            "date_precision area_of_work places bodies"
        )

    @property
    def title(self) -> str:
        return self.title_sq if (get_language() or "sq").startswith("sq") else self.title_en

    @property
    def short(self) -> str:
        return self.short_sq if (get_language() or "sq").startswith("sq") else self.short_en

    def __str__(self) -> str:
        return self.short


class ProjectBody(Record):
    """A donor, partner or implementer of a project (PRJ-02, PRJ-03)."""

    code_prefix = "PB"
    area = Area.PROGRAMME

    project = models.ForeignKey(
        Project, verbose_name=_("Project"), on_delete=models.CASCADE, related_name="roles"
    )
    body = models.ForeignKey(
        Body, verbose_name=_("Body"), on_delete=models.PROTECT, related_name="projects"
    )
    role = models.CharField(_("Role"), max_length=14, choices=choices.ProjectRole)
    amount = models.DecimalField(
        _("Amount"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(_("Currency"), max_length=3, blank=True)

    class Meta:
        verbose_name = _("body of a project")
        verbose_name_plural = _("bodies of projects")
        constraints = (
            models.UniqueConstraint(
                fields=("project", "body", "role"), name="programme_projectbody_once"
            ),
        )

    class Privacy:
        identifying = ""
        sensitive = "amount"
        plain = f"{_RECORD} project body role currency"


class Target(Record):
    """What a project promised: an indicator, a number and how it is meant (PRJ-05)."""

    code_prefix = "TG"
    area = Area.PROGRAMME

    project = models.ForeignKey(
        Project, verbose_name=_("Project"), on_delete=models.CASCADE, related_name="targets"
    )
    key = models.CharField(_("Key"), max_length=60)
    label_sq = models.CharField(_("Target in Albanian"), max_length=250)
    label_en = models.CharField(_("Target in English"), max_length=250)
    indicator = models.CharField(
        _("Indicator"), max_length=80, blank=True, help_text=_("Code of the indicator, if any")
    )
    value = models.PositiveIntegerField(_("Value"))
    bound = models.CharField(
        _("Meant as"), max_length=8, choices=choices.Bound, default=choices.Bound.EXACT
    )

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        constraints = (
            models.UniqueConstraint(fields=("project", "key"), name="programme_target_once"),
        )

    class Privacy:
        identifying = ""
        sensitive = ""
        plain = f"{_RECORD} project key label_sq label_en indicator value bound"


class PlannedActivity(Record):
    """An activity of a project's plan and how far it is (PRJ-07)."""

    code_prefix = "PA"
    area = Area.PROGRAMME

    project = models.ForeignKey(
        Project, verbose_name=_("Project"), on_delete=models.CASCADE, related_name="plan"
    )
    title_sq = models.CharField(_("Activity in Albanian"), max_length=300)
    title_en = models.CharField(_("Activity in English"), max_length=300)
    due_on = models.DateField(_("Due on"), null=True, blank=True)
    stage = models.CharField(
        _("Stage"),
        max_length=9,
        choices=choices.ActivityStage,
        default=choices.ActivityStage.PLANNED,
    )
    done_on = models.DateField(_("Done on"), null=True, blank=True)

    class Meta:
        verbose_name = _("planned activity")
        verbose_name_plural = _("planned activities")

    class Privacy:
        identifying = ""
        sensitive = ""
        plain = f"{_RECORD} project title_sq title_en due_on stage done_on"


class Campaign(Bilingual, Spell):
    """A campaign to which events belong, e.g. the 16 Days (AWR-07)."""

    code_prefix = "CA"
    area = Area.PROGRAMME

    class Meta(Spell.Meta):
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")

    class Privacy:
        identifying = ""
        sensitive = ""
        plain = f"{_RECORD} started_on ended_on name_sq name_en"


class Funding(Record):
    """A share of the cost of a site or project that a body bears in a year (CHC-05, PRJ-08)."""

    code_prefix = "FU"
    area = Area.PROGRAMME

    body = models.ForeignKey(Body, verbose_name=_("Body"), on_delete=models.PROTECT)
    site = models.ForeignKey(
        Site, verbose_name=_("Site"), on_delete=models.PROTECT, null=True, blank=True
    )
    project = models.ForeignKey(
        Project, verbose_name=_("Project"), on_delete=models.PROTECT, null=True, blank=True
    )
    year = models.PositiveSmallIntegerField(_("Year"))
    amount = models.DecimalField(
        _("Amount"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    in_kind = models.CharField(_("In kind"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("funding share")
        verbose_name_plural = _("funding shares")

    class Privacy:
        identifying = ""
        sensitive = "amount"
        plain = f"{_RECORD} body site project year in_kind"


class Income(Record):
    """Income from products and income-generating work of a club or centre (ORG-10)."""

    code_prefix = "IN"
    area = Area.PROGRAMME
    site_path = "site"

    site = models.ForeignKey(Site, verbose_name=_("Site"), on_delete=models.PROTECT)
    on = models.DateField(_("Date"))
    product = models.CharField(_("Product or activity"), max_length=200)
    amount = models.DecimalField(_("Amount"), max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = _("income")
        verbose_name_plural = _("incomes")

    class Privacy:
        identifying = ""
        sensitive = "amount"
        plain = f"{_RECORD} site on product"


class Shift(Record):
    """A work shift of a site, with what was handed over (ORG-08, MON-02)."""

    code_prefix = "SH"
    area = Area.PROGRAMME
    site_path = "site"

    site = models.ForeignKey(Site, verbose_name=_("Site"), on_delete=models.PROTECT)
    staff = models.ForeignKey(Staff, verbose_name=_("Staff member"), on_delete=models.PROTECT)
    started_at = models.DateTimeField(_("From"))
    ended_at = models.DateTimeField(_("To"), null=True, blank=True)

    class Meta:
        verbose_name = _("shift")
        verbose_name_plural = _("shifts")
        constraints = (ends_after_start("started_at", "ended_at"),)

    class Privacy:
        identifying = ""
        sensitive = ""
        plain = f"{_RECORD} site staff started_at ended_at"


class Document(Bilingual, Record):
    """A working document with a version and its approval: protocol, plan, model, curriculum.

    DOC-19, DOC-21, DOC-22, DOC-24, DOC-26, DOC-29, LEG-12, RES-02.
    """

    code_prefix = "DO"
    area = Area.PROGRAMME

    kind = models.CharField(
        _("Kind"),
        max_length=20,
        choices=(
            ("protocol", _("Protocol or regulation")),
            ("procedure", _("Standard operating procedure")),
            ("plan", _("Municipal or action plan")),
            ("model", _("Model")),
            ("study", _("Study or needs assessment")),
            ("curriculum", _("Curriculum")),
            ("guide", _("Guide")),
            ("report", _("Report")),
        ),
    )
    project = models.ForeignKey(
        Project, verbose_name=_("Project"), on_delete=models.PROTECT, null=True, blank=True
    )
    site = models.ForeignKey(
        Site, verbose_name=_("Site"), on_delete=models.PROTECT, null=True, blank=True
    )
    place = models.ForeignKey(
        Place, verbose_name=_("Municipality"), on_delete=models.PROTECT, null=True, blank=True
    )
    edition = models.CharField(_("Version"), max_length=40, blank=True)
    drafted_on = models.DateField(_("Drafted on"), null=True, blank=True)
    approved_on = models.DateField(_("Approved on"), null=True, blank=True)

    class Meta:
        verbose_name = _("working document")
        verbose_name_plural = _("working documents")
        constraints = (
            models.CheckConstraint(
                condition=Q(approved_on__isnull=True)
                | Q(drafted_on__isnull=True)
                | Q(approved_on__gte=F("drafted_on")),
                name="programme_document_approved_after_draft",
                violation_error_message=_("It cannot be approved before it was drafted."),
            ),
        )

    class Privacy:
        identifying = ""
        sensitive = ""
        plain = f"{_RECORD} name_sq name_en kind project site place edition drafted_on approved_on"
