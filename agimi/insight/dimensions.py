"""Dimensions: the ways in which figures are broken down.

Each has every category that can occur: bands do not overlap and cover all (RUL-11), and what was
not recorded is a category of its own, never left out (RUL-02).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

import polars as pl

from agimi.insight.format import MONTHS
from agimi.insight.measure import NOT_RECORDED, Context, Dimension
from agimi.insight.results import Period
from agimi.insight.text import Text

NOT_RECORDED_WORDS = Text("pa të dhëna", "not recorded")

DIMENSIONS: dict[str, Dimension] = {}


def _dimension(
    code: str,
    label: Text,
    definition: Text,
    read: Callable[[Context], pl.Expr] | str = "",
    *,
    words: Mapping[str, Text] | None = None,
    named_by: str = "",
    printed: tuple[str, ...] | Callable[[Period], tuple[str, ...]] | None = None,
    by_itself: bool = False,
) -> Dimension:
    """Declare a dimension; without ``read`` it is the column of its own name."""
    column = read if isinstance(read, str) else ""
    values = printed if printed is None or callable(printed) else _always(printed)
    made = Dimension(
        code=code,
        label=label,
        definition=definition,
        read=read if callable(read) else _column(column or code),
        words={NOT_RECORDED: NOT_RECORDED_WORDS, **(words or {})},
        named_by=named_by,
        values=values,
        by_itself=by_itself,
    )
    if code in DIMENSIONS:
        raise ValueError(f"the dimension {code} is declared twice")
    DIMENSIONS[code] = made
    return made


def _column(name: str) -> Callable[[Context], pl.Expr]:
    return lambda _: pl.col(name)


def _always(values: tuple[str, ...]) -> Callable[[Period], tuple[str, ...]]:
    return lambda _: values


# ── Who ─────────────────────────────────────────────────────────────────────────────────────────

sex = _dimension(
    "sex",
    Text("Gjinia", "Sex"),
    Text("Gjinia e regjistruar e personit.", "The sex recorded for the person."),
    named_by="people.Sex",
    printed=("female", "male"),
)

# The first age of each band, and its code. The first band starts at 0 and the last has no end.
AGE_BANDS = ((0, "0-10"), (11, "11-15"), (16, "16-18"), (19, "19-21"), (22, "22+"))


def _age_band(_: Context) -> pl.Expr:
    age, *later = pl.col("age"), *reversed(AGE_BANDS)
    band: Any = pl.when(age >= later[0][0]).then(pl.lit(later[0][1]))
    for first, code in later[1:]:
        band = band.when(age >= first).then(pl.lit(code))
    bands: pl.Expr = band.otherwise(None)
    return bands


age_band = _dimension(
    "age_band",
    Text("Grupmosha", "Age band"),
    Text(
        "Mosha në vite të plota në ditën e fundit të periudhës.",
        "Age in completed years on the last day of the period.",
    ),
    _age_band,
    words={
        "0-10": Text("nën 11 vjeç", "under 11"),
        "11-15": Text("11–15 vjeç", "11–15"),
        "16-18": Text("16–18 vjeç", "16–18"),
        "19-21": Text("19–21 vjeç", "19–21"),
        "22+": Text("22 vjeç e lart", "22 and over"),
    },
    printed=tuple(code for _, code in AGE_BANDS),
)


def _adulthood(_: Context) -> pl.Expr:
    minor = pl.col("age") < 18
    return pl.when(minor).then(pl.lit("minor")).when(~minor).then(pl.lit("adult"))


adulthood = _dimension(
    "adulthood",
    Text("I rritur apo i mitur", "Adult or minor"),
    Text(
        "I mitur: nën 18 vjeç në ditën e fundit të periudhës.",
        "Minor: under 18 on the last day of the period.",
    ),
    _adulthood,
    words={"adult": Text("të rritur", "adults"), "minor": Text("të mitur", "minors")},
    printed=("adult", "minor"),
)
group = _dimension(
    "group",
    Text("Vajza, djem, gra, burra", "Girls, boys, women, men"),
    Text(
        "Sipas gjinisë dhe moshës: vajza dhe djem nën 18 vjeç në ditën e fundit të periudhës.",
        "By sex and age: girls and boys are under 18 on the last day of the period.",
    ),
    words={
        "girls": Text("vajza", "girls"),
        "boys": Text("djem", "boys"),
        "women": Text("gra", "women"),
        "men": Text("burra", "men"),
        "not_stated": Text("pa specifikuar", "not stated"),
    },
    printed=("girls", "boys", "women", "men"),
)
civil_status = _dimension(
    "civil_status",
    Text("Gjendja civile", "Civil status"),
    Text(
        "Gjendja civile që vlen në ditën e fundit të periudhës.",
        "The civil status that holds on the last day of the period.",
    ),
    named_by="people.CivilStatusKind",
)
nationality_status = _dimension(
    "nationality_status",
    Text("Shtetësia", "Nationality"),
    Text(
        "Shqiptar, i huaj ose pa shtetësi; vendi i origjinës është pyetje tjetër.",
        "Albanian, foreign or stateless; the country of origin is another question.",
    ),
    named_by="people.NationalityStatus",
)
origin = _dimension(
    "origin",
    Text("Vendi i origjinës", "Country of origin"),
    Text("Vendi nga vjen personi.", "The country the person comes from."),
    named_by="countries",
)
area = _dimension(
    "area",
    Text("Zona", "Area"),
    Text(
        "Zonë urbane ose rurale, nga vjen personi.",
        "Urban or rural area the person comes from.",
    ),
    named_by="people.AreaType",
)
disability = _dimension(
    "disability",
    Text("Aftësia e kufizuar", "Disability"),
    Text("Lloji i aftësisë së kufizuar, ose asnjë.", "The kind of disability, or none."),
    named_by="people.Disability",
)
municipality = _dimension(
    "municipality",
    Text("Bashkia", "Municipality"),
    Text(
        "Bashkia ku banon personi ose ku zhvillohet veprimtaria.",
        "The municipality in which the person lives or the activity takes place.",
    ),
    named_by="places",
)
county = _dimension(
    "county",
    Text("Qarku", "County"),
    Text(
        "Qarku ku banon personi ose ku zhvillohet veprimtaria.",
        "The county in which the person lives or the activity takes place.",
    ),
    named_by="places",
)
home_municipality = _dimension(
    "home_municipality",
    Text("Bashkia e origjinës", "Municipality of origin"),
    Text("Bashkia nga vjen personi.", "The municipality the person comes from."),
    named_by="places",
)
home_county = _dimension(
    "home_county",
    Text("Qarku i origjinës", "County of origin"),
    Text("Qarku nga vjen personi.", "The county the person comes from."),
    named_by="places",
)

# ── When ────────────────────────────────────────────────────────────────────────────────────────


def _intake(context: Context) -> pl.Expr:
    before = pl.col(context.when.start) < context.period.start
    return pl.when(before).then(pl.lit("carried")).otherwise(pl.lit("new"))


intake = _dimension(
    "intake",
    Text("I mbartur apo i ri", "Carried over or new"),
    Text(
        "I mbartur: i hapur para periudhës dhe i hapur në ditën e parë të saj. "
        "I ri: i hapur gjatë periudhës.",
        "Carried over: opened before the period and open on its first day. New: opened in it.",
    ),
    _intake,
    words={"carried": Text("të mbartura", "carried over"), "new": Text("të reja", "new")},
    printed=("carried", "new"),
)


def months_of(period: Period) -> tuple[str, ...]:
    """All months that a period touches, as YYYY-MM."""
    first = period.start.year * 12 + period.start.month - 1
    last = period.end.year * 12 + period.end.month - 1
    return tuple(f"{number // 12}-{number % 12 + 1:02}" for number in range(first, last + 1))


def month_words(code: str) -> Text:
    """The name of a month given as YYYY-MM."""
    day = dt.date.fromisoformat(f"{code}-01")
    name = MONTHS[day.month - 1]
    return Text(f"{name.sq} {day.year}", f"{name.en} {day.year}")


month = _dimension(
    "month",
    Text("Muaji", "Month"),
    Text(
        "Muaji i ngjarjes; muajt pa ngjarje shtypen me 0.",
        "The month in which it happened; months without any are printed as 0.",
    ),
    lambda context: pl.col(context.when.start).dt.strftime("%Y-%m"),
    named_by="months",
    printed=months_of,
)

# ── Cases ───────────────────────────────────────────────────────────────────────────────────────

category = _dimension(
    "category",
    Text("Kategoria", "Category"),
    Text(
        "Kategoria e rastit; fëmijët numërohen në kategorinë e rastit të prindit.",
        "The category of the case; children count in the category of their parent's case.",
    ),
    named_by="casework.Category",
    printed=("trafficking", "violence"),
)
beneficiary = _dimension(
    "beneficiary",
    Text("Përfituesi", "Beneficiary"),
    Text(
        "Me rast të vetin, ose fëmijë i një rasti. Kush është të dyja, numërohet me rastin e vet.",
        "With a case of their own, or a child of a case. Who is both counts by the own case.",
    ),
    words={
        "case": Text("raste", "cases"),
        "child": Text("fëmijë", "children"),
        "outside": Text("jashtë programit", "outside the programme"),
    },
)
identification = _dimension(
    "identification",
    Text("Statusi i identifikimit", "Identification status"),
    Text(
        "Vendimi i fundit deri në ditën e fundit të periudhës.",
        "The latest decision up to the last day of the period.",
    ),
    named_by="casework.IdentificationStatus",
)
closing_reason = _dimension(
    "closing_reason",
    Text("Arsyeja e mbylljes", "Reason for closing"),
    Text("Arsyeja pse u mbyll rasti.", "Why the case was closed."),
    named_by="casework.ClosingReason",
)
outcome = _dimension(
    "outcome",
    Text("Rezultati", "Outcome"),
    Text("Çfarë u arrit me rastin.", "What was reached with the case."),
    named_by="casework.Outcome",
)
body = _dimension(
    "body",
    Text("Institucioni", "Body"),
    Text(
        "Institucioni ose organizata, një herë, pavarësisht sa emra ka.",
        "The institution or organisation, once, however many names it has.",
    ),
    "body_key",
    named_by="bodies",
)
body_group = _dimension(
    "body_group",
    Text("Grupi i burimeve", "Group of sources"),
    Text(
        "Bashki dhe shërbime publike, organizata, ose burime të tjera.",
        "Municipalities and public services, organisations, or other sources.",
    ),
    named_by="programme.ReferralGroup",
)
body_kind = _dimension(
    "body_kind",
    Text("Lloji i institucionit", "Kind of body"),
    Text("Lloji i institucionit që e referoi.", "The kind of body that referred."),
    named_by="programme.BodyKind",
)
recruitment = _dimension(
    "recruitment",
    Text("Mënyra e rekrutimit", "Means of recruitment"),
    Text(
        "Një rast mund të ketë disa mënyra dhe numërohet në secilën.",
        "A case may have several means and counts in each.",
    ),
    named_by="casework.Recruitment",
)
exploitation = _dimension(
    "exploitation",
    Text("Forma e shfrytëzimit", "Form of exploitation"),
    Text(
        "Format e shfrytëzimit bashkë: një rast me dy forma numërohet një herë, te çifti i tyre.",
        "The forms together: a case with two forms counts once, under the pair.",
    ),
    named_by="exploitations",
)
form = _dimension(
    "form",
    Text("Secila formë e shfrytëzimit", "Each form of exploitation"),
    Text(
        "Një rast me disa forma numërohet në secilën.",
        "A case with several forms counts in each.",
    ),
    named_by="casework.Exploitation",
)
country = _dimension(
    "country",
    Text("Vendi i trafikimit", "Country of trafficking"),
    Text(
        "Një rast mund të ketë disa vende dhe numërohet në secilin.",
        "A case may have several countries and counts in each.",
    ),
    named_by="countries",
)
violence = _dimension(
    "violence",
    Text("Lloji i dhunës", "Kind of violence"),
    Text(
        "Një rast mund të ketë disa lloje dhe numërohet në secilin.",
        "A case may have several kinds and counts in each.",
    ),
    named_by="casework.ViolenceKind",
)
control = _dimension(
    "control",
    Text("Mënyra e kontrollit", "Means of control"),
    Text(
        "Një rast mund të ketë disa mënyra dhe numërohet në secilën.",
        "A case may have several means and counts in each.",
    ),
    named_by="casework.Control",
)

# ── Services ────────────────────────────────────────────────────────────────────────────────────

service = _dimension(
    "service",
    Text("Shërbimi", "Service"),
    Text("Shërbimi, sipas katalogut.", "The service, by the catalogue."),
    "service_kind",
    named_by="codes:service",
)
service_group = _dimension(
    "service_group",
    Text("Grupi i shërbimeve", "Group of services"),
    Text(
        "Grupi te i cili numërohet shërbimi.",
        "The structural group under which the service counts.",
    ),
    named_by="casework.ServiceGroup",
)
phase = _dimension(
    "phase",
    Text("Faza", "Phase"),
    Text(
        "Faza e programit në të cilën ishte rasti atë ditë.",
        "The phase of the programme that the case was in on that day.",
    ),
    named_by="casework.PhaseNumber",
    printed=("1", "2", "3"),
)
role = _dimension(
    "role",
    Text("Roli", "Role"),
    Text("Detyra në të cilën u dha shërbimi.", "The post in which the service was given."),
    named_by="programme.StaffRole",
)
mode = _dimension(
    "mode",
    Text("Mënyra", "How"),
    Text("Ballë për ballë, me telefon ose në internet.", "In person, by telephone or online."),
    named_by="casework.Mode",
)
topic = _dimension(
    "topic",
    Text("Tema", "Topic"),
    Text(
        "Një shërbim a takim me disa tema numërohet te secila.",
        "A service or session with several topics counts under each.",
    ),
    named_by="codes:topic clinical_issue theme legal_topic",
)
site = _dimension(
    "site",
    Text("Vendndodhja", "Site"),
    Text("Qendra, klubi ose njësia e organizatës.", "The organisation's centre, club or unit."),
    "site_key",
    named_by="sites",
)

# ── Health ──────────────────────────────────────────────────────────────────────────────────────

followup = _dimension(
    "followup",
    Text("Ndjekja shëndetësore", "Health follow-up"),
    Text("Lloji i ndjekjes.", "The kind of follow-up."),
    named_by="casework.FollowUpKind",
)
test = _dimension(
    "test",
    Text("Veprimi mjekësor", "Medical act"),
    Text("Analiza, vaksina ose vizita.", "The test, vaccine or consultation."),
    named_by="casework.MedicalActKind",
)
result = _dimension(
    "result",
    Text("Rezultati i analizës", "Result of the test"),
    Text("Çfarë tregoi analiza.", "What the test showed."),
    named_by="casework.TestResult",
)
placement = _dimension(
    "placement",
    Text("Vendosja", "Placement"),
    Text(
        "Ku jetonte personi; fëmija pa vendosje të vetën, bashkë me prindin.",
        "Where the person lived; a child without a placement of its own, with the parent.",
    ),
    named_by="casework.PlacementKind",
)
placement_group = _dimension(
    "placement_group",
    Text("Grupi i vendosjes", "Group of placements"),
    Text(
        "Strehëz; komunitet (apartament me qira ose familje); jetesë e pavarur.",
        "Shelter; community (a rented apartment or the family); independent living.",
    ),
    words={
        "shelter": Text("në strehëz", "in the shelter"),
        "community": Text("në apartamente dhe familje", "in apartments and families"),
        "independent": Text("të pavarur", "living independently"),
    },
    printed=("shelter", "community", "independent"),
)

# ── Law ─────────────────────────────────────────────────────────────────────────────────────────

level = _dimension(
    "level",
    Text("Niveli i ndihmës juridike", "Level of legal aid"),
    Text("Parësore ose dytësore, sipas ligjit 111/2017.", "Primary or secondary (Law 111/2017)."),
    named_by="casework.AidLevel",
    printed=("primary", "secondary"),
)
client = _dimension(
    "client",
    Text("Klienti", "Client"),
    Text(
        "I programit, kur ndihma i përket një rasti; përndryshe jashtë tij.",
        "Of the programme where the help belongs to a case; otherwise outside it.",
    ),
    words={
        "programme": Text("klientë të programit", "clients of the programme"),
        "outside": Text("klientë jashtë programit", "clients outside the programme"),
    },
)
client_group = _dimension(
    "client_group",
    Text("Grupi i klientit", "Group of the client"),
    Text(
        "Viktimë trafikimi, e dhunës në familje, e abuzimit seksual, ose tjetër.",
        "Victim of trafficking, of domestic violence, of sexual abuse, or other.",
    ),
    words={
        "trafficking": Text("viktima të trafikimit", "victims of trafficking"),
        "domestic": Text("viktima të dhunës në familje", "victims of domestic violence"),
        "sexual": Text("viktima të abuzimit seksual", "victims of sexual abuse"),
        "other": Text("klientë të tjerë", "other clients"),
    },
)
proceeding = _dimension(
    "proceeding",
    Text("Procedimi", "Proceeding"),
    Text("Lloji i procedimit.", "The kind of proceeding."),
    "proceeding_kind",
    named_by="codes:proceeding",
)
law_area = _dimension(
    "law_area",
    Text("Fusha e së drejtës", "Area of law"),
    Text("Penale, civile ose administrative.", "Criminal, civil or administrative."),
    named_by="casework.LawArea",
)
paper_kind = _dimension(
    "paper_kind",
    Text("Dokumenti", "Document"),
    Text("Lloji i dokumentit.", "The kind of document."),
    named_by="casework.PaperKind",
)
channel = _dimension(
    "channel",
    Text("Mënyra e marrjes", "Obtained through"),
    Text("Zyrë, ambasadë, e-Albania ose vetë organizata.", "Office, embassy, e-Albania or us."),
    words={
        "office": Text("zyrë", "an office"),
        "embassy": Text("ambasadë", "an embassy"),
        "e_albania": Text("portali e-Albania", "the portal e-Albania"),
        "own": Text("vetë organizata", "the organisation itself"),
    },
)
call_order = _dimension(
    "call_order",
    Text("Telefonata e parë a e përsëritur", "First or repeated call"),
    Text("Nëse telefonuesi ka marrë edhe më parë.", "Whether the caller has called before."),
    named_by="activities.CallOrder",
)

# ── School, courses, work, aid ──────────────────────────────────────────────────────────────────

school_level = _dimension(
    "school_level",
    Text("Niveli i shkollës", "School level"),
    Text("Nga kopshti në universitet.", "From kindergarten to university."),
    named_by="casework.SchoolLevel",
)
course = _dimension(
    "course",
    Text("Kursi", "Course"),
    Text("Kush ndjek disa kurse numërohet në secilin.", "Who takes several counts in each."),
    named_by="codes:course",
)
provider = _dimension(
    "provider",
    Text("Ofruesi", "Provider"),
    Text("Institucioni që jep kursin.", "The body that gives the course."),
    named_by="bodies",
)
sector = _dimension(
    "sector",
    Text("Sektori", "Sector"),
    Text("Kush ka punë në dy sektorë numërohet në të dy.", "Who works in two counts in both."),
    named_by="codes:sector",
)
full_time = _dimension(
    "full_time",
    Text("Kohë e plotë", "Full time"),
    Text("Nëse puna është me kohë të plotë.", "Whether the job is full time."),
    lambda _: (
        pl.when(pl.col("full_time"))
        .then(pl.lit("yes"))
        .when(~pl.col("full_time"))
        .then(pl.lit("no"))
    ),
    words={
        "yes": Text("me kohë të plotë", "full time"),
        "no": Text("me kohë të pjesshme", "part time"),
    },
)
business_kind = _dimension(
    "business_kind",
    Text("Lloji i biznesit", "Kind of business"),
    Text("Çfarë bën biznesi.", "What the business does."),
    named_by="codes:business",
)
business_plan = _dimension(
    "business_plan",
    Text("Plani i biznesit", "Business plan"),
    Text("Nëse është bërë plan biznesi.", "Whether a business plan was made."),
    words={"yes": Text("me plan", "with a plan"), "no": Text("pa plan", "without a plan")},
)
contents = _dimension(
    "contents",
    Text("Përmbajtja", "Contents"),
    Text(
        "Gjithçka që personi mori në periudhë, bashkë.",
        "All that the person received in the period, together.",
    ),
    words={
        "food": Text("ushqime", "food"),
        "hygiene": Text("higjienë", "hygiene items"),
        "rent": Text("qira", "rent"),
        "food+hygiene": Text("ushqime dhe higjienë", "food and hygiene items"),
        "food+rent": Text("ushqime dhe qira", "food and rent"),
        "hygiene+rent": Text("higjienë dhe qira", "hygiene items and rent"),
        "food+hygiene+rent": Text("ushqime, higjienë dhe qira", "food, hygiene items and rent"),
    },
)
housing = _dimension(
    "housing",
    Text("Mbështetja për strehim", "Housing support"),
    Text("Lloji i mbështetjes për qiranë.", "The kind of help with the rent."),
    named_by="casework.HousingKind",
)
item = _dimension(
    "item",
    Text("Sendi", "Item"),
    Text("Çfarë u dha.", "What was given."),
    named_by="codes:item",
)
benefit = _dimension(
    "benefit",
    Text("Përfitimi", "Benefit"),
    Text("Përfitimi për të cilin u aplikua.", "The benefit applied for."),
    named_by="codes:benefit",
)
answer = _dimension(
    "answer",
    Text("Përgjigjja", "Answer"),
    Text("Përgjigjja e institucionit.", "The answer of the body."),
    named_by="casework.Answer",
)

# ── Sessions and events ─────────────────────────────────────────────────────────────────────────

kind = _dimension(
    "kind",
    Text("Lloji i veprimtarisë", "Kind of activity"),
    Text(
        "Grupi te i cili numërohet lloji i veprimtarisë.",
        "The structural group under which the kind of activity counts.",
    ),
    named_by="activities.SessionGroup",
)
activity = _dimension(
    "activity",
    Text("Veprimtaria", "Activity"),
    Text("Lloji i saktë i veprimtarisë.", "The exact kind of activity."),
    named_by="codes:session_kind",
)
club = _dimension(
    "club",
    Text("Klubi", "Club"),
    Text("Lloji i klubit, te seancat e klubeve.", "The kind of club, for club sessions."),
    named_by="codes:session_kind",
)
event = _dimension(
    "event",
    Text("Ngjarja", "Event"),
    Text("Çdo ngjarje më vete.", "Each event by itself."),
    named_by="events",
    by_itself=True,
)
audience = _dimension(
    "audience",
    Text("Auditori", "Audience"),
    Text(
        "Për kë ishte. Numri pa auditor merr atë të ngjarjes, kur ajo ka vetëm një.",
        "Whom it was for. A number without an audience takes that of the event, if it has one only.",
    ),
    named_by="codes:audience",
)
sent_by = _dimension(
    "sent_by",
    Text("Dërguar nga", "Sent by"),
    Text("Institucioni që dërgoi pjesëmarrësit.", "The body that sent the participants."),
    named_by="bodies",
)
organiser = _dimension(
    "organiser",
    Text("Organizimi", "Organised"),
    Text("Nga ne, bashkë me të tjerë, ose nga të tjerë.", "By us, together, or by others."),
    named_by="activities.Organiser",
)
venue_kind = _dimension(
    "venue_kind",
    Text("Lloji i vendit", "Kind of venue"),
    Text("Lloji i institucionit ku u zhvillua.", "The kind of body where it took place."),
    named_by="programme.BodyKind",
)

# ── Centres and the field ───────────────────────────────────────────────────────────────────────

centre_service = _dimension(
    "centre_service",
    Text("Shërbimi i qendrës", "Service of the centre"),
    Text(
        "Kush përdor disa shërbime numërohet në secilin.",
        "Who uses several services counts in each.",
    ),
    named_by="codes:centre_service",
)
strand = _dimension(
    "strand",
    Text("Linja e shërbimeve", "Strand"),
    Text(
        "Shërbimet kundër dhunës me bazë gjinore, dhe të gjitha të tjerat.",
        "Services against gender-based violence, and all others.",
    ),
    words={
        "support": Text("shërbime mbështetëse", "support services"),
        "gbv": Text("raste të dhunës me bazë gjinore", "cases of gender-based violence"),
    },
)
beneficiary_group = _dimension(
    "beneficiary_group",
    Text("Grupi i përfituesve", "Group of beneficiaries"),
    Text(
        "Kush u përket disa grupeve numërohet në secilin.",
        "Who belongs to several groups counts in each.",
    ),
    named_by="codes:group",
)
full_time_work = _dimension(
    "full_time_work",
    Text("Punë me kohë të plotë", "Full-time work"),
    Text(
        "Nëse nëna ka punë me kohë të plotë në cilëndo ditë të periudhës.",
        "Whether the mother has a full-time job on any day of the period.",
    ),
    words={
        "yes": Text("me punë me kohë të plotë", "in full-time work"),
        "no": Text("pa punë me kohë të plotë", "without full-time work"),
    },
)
contacted = _dimension(
    "contacted",
    Text("Kontakti me", "Contact with"),
    Text(
        "Persona e familje, profesionistë, institucione, ndërlidhës komunitarë.",
        "People and families, professionals, institutions, community liaisons.",
    ),
    named_by="activities.ContactKind",
)
met = _dimension(
    "met",
    Text("Të rritur apo të mitur", "Adults or minors"),
    Text("Siç i numëroi njësia e lëvizshme.", "As the mobile unit counted them."),
    words={"adult": Text("të rritur", "adults"), "minor": Text("të mitur", "minors")},
)
material = _dimension(
    "material",
    Text("Materiali", "Material"),
    Text("Lloji i materialit informues.", "The kind of information material."),
    named_by="codes:material",
)

# ── Projects, partners, staff ───────────────────────────────────────────────────────────────────

donor = _dimension(
    "donor",
    Text("Donatori", "Donor"),
    Text(
        "Projekti me disa donatorë numërohet te secili.",
        "A project with several donors counts under each.",
    ),
    named_by="bodies",
)
partner = _dimension(
    "partner",
    Text("Partneri", "Partner"),
    Text("Institucioni me të cilin u bë.", "The body with which it was made."),
    named_by="bodies",
)
partner_role = _dimension(
    "partner_role",
    Text("Roli në projekt", "Role in the project"),
    Text("Kush ka disa role numërohet në secilin.", "Who has several roles counts in each."),
    named_by="programme.ProjectRole",
)
place_level = _dimension(
    "place_level",
    Text("Niveli i vendit", "Level of the place"),
    Text("Qark, bashki, njësi administrative.", "County, municipality, administrative unit."),
    named_by="programme.PlaceKind",
)
place = _dimension(
    "place",
    Text("Vendi", "Place"),
    Text("Vendi ku zbatohet projekti.", "The place in which the project works."),
    "place_key",
    named_by="places",
)
project = _dimension(
    "project",
    Text("Projekti", "Project"),
    Text("Projekti.", "The project."),
    named_by="projects",
)
target = _dimension(
    "target",
    Text("Objektivi", "Target"),
    Text("Çfarë premtoi projekti.", "What the project promised."),
    named_by="targets",
)
site_kind = _dimension(
    "site_kind",
    Text("Lloji i vendndodhjes", "Kind of site"),
    Text("Strehëz, qendër, klub, njësi e lëvizshme.", "Shelter, centre, club, mobile unit."),
    named_by="programme.SiteKind",
)
publication_kind = _dimension(
    "publication_kind",
    Text("Lloji i botimit", "Kind of publication"),
    Text("Udhëzues, manual, studim, video …", "Guide, manual, study, video …"),
    named_by="codes:publication_kind",
)
of_whom = _dimension(
    "of_whom",
    Text("Kush u mbikëqyr", "Who was supervised"),
    Text("Personeli ynë, ose i partnerëve.", "Our own staff, or that of partners."),
    words={
        "own_staff": Text("personeli i organizatës", "staff of the organisation"),
        "partner_staff": Text("personeli i partnerëve", "staff of partners"),
    },
)
participant = _dimension(
    "participant",
    Text("Merr pjesë si", "Takes part as"),
    Text(
        "Kush merr pjesë në disa mënyra numërohet në secilën.",
        "Who takes part in several ways counts in each.",
    ),
    named_by="casework.ParticipantRole",
)
served_by = _dimension(
    "served_by",
    Text("Shërbyer nga", "Served by"),
    Text("Vetë organizata, ose një partner.", "The organisation itself, or a partner."),
    words={
        "organisation": Text("nga organizata", "by the organisation"),
        "partner": Text("nga një partner", "by a partner"),
    },
)
