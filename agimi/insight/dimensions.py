"""Dimensions: the ways in which figures are broken down.

Each has every category that can occur: bands do not overlap and cover all (RUL-11), and what was
not recorded is a category of its own, never left out (RUL-02).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

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
    # A date of birth after the last day of the period is a mistake, and so not a known age.
    band = pl.when(pl.col("age") < 0).then(None)
    for (_first, code), (following, _next) in zip(AGE_BANDS, AGE_BANDS[1:], strict=False):
        band = band.when(pl.col("age") < following).then(pl.lit(code))
    return band.when(pl.col("age").is_not_null()).then(pl.lit(AGE_BANDS[-1][1]))


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
    return (
        pl.when(pl.col("age") >= 18)
        .then(pl.lit("adult"))
        .when(pl.col("age") >= 0)
        .then(pl.lit("minor"))
    )


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
    "referring_body",
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
