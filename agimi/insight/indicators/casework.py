"""People accompanied: cases and their children."""

from agimi.insight.dimensions import (
    adulthood,
    age_band,
    area,
    beneficiary,
    category,
    civil_status,
    closing_reason,
    county,
    disability,
    home_county,
    home_municipality,
    identification,
    intake,
    municipality,
    nationality_status,
    origin,
    outcome,
    sex,
)
from agimi.insight.measure import Indicator, distinct, happened, open_at_end, open_during
from agimi.insight.results import Unit
from agimi.insight.subjects import casework
from agimi.insight.text import Text

CASES = Indicator(
    code="casework.cases",
    label=Text("Raste të asistuara", "Cases assisted"),
    definition=Text(
        "Raste të hapura në cilëndo ditë të periudhës.",
        "Cases open on any day of the period.",
    ),
    rule=Text(
        "Çdo rast numërohet një herë. Kush kthehet pas mbylljes ka një rast të ri. "
        "I mbartur është rasti i hapur para periudhës dhe i hapur në ditën e parë të saj.",
        "Each case counts once. Whoever returns after closing has a new case. "
        "Carried over is a case opened before the period and open on its first day.",
    ),
    unit=Unit.CASES,
    frame=casework.cases,
    count=distinct("case"),
    when=open_during("opened_on", "closed_on"),
    by=(
        (category,),
        (intake,),
        (sex,),
        (age_band,),
        (nationality_status,),
        (municipality,),
        (county,),
        (category, intake),
        (category, sex),
        (category, sex, intake),
        (category, age_band),
        (category, age_band, intake),
        (category, adulthood),
        (category, civil_status),
        (category, civil_status, intake),
        (category, identification),
        (category, identification, intake),
        (category, nationality_status),
        (category, disability),
        (category, area),
        (category, origin),
        (category, municipality),
        (category, county),
        (category, home_municipality),
        (category, home_county),
        (category, intake, area),
        (category, intake, origin),
        (category, intake, nationality_status),
        (category, intake, nationality_status, adulthood),
        (category, intake, nationality_status, age_band),
        (category, intake, nationality_status, origin),
        (category, intake, nationality_status, sex),
    ),
    serves=("OUT-01", "OUT-02", "OUT-03", "OUT-04", "OUT-05", "OUT-09"),
)

CHILDREN = Indicator(
    code="casework.children",
    label=Text("Fëmijë të rasteve", "Children of cases"),
    definition=Text(
        "Fëmijë të asistuar bashkë me një prind, rasti i të cilit është i hapur në periudhë.",
        "Children helped together with a parent whose case is open in the period.",
    ),
    rule=Text(
        "Çdo fëmijë numërohet një herë, në kategorinë e rastit me të cilin u asistua më herët. "
        "I mbartur është fëmija që ishte me rastin e hapur qysh para ditës së parë të periudhës.",
        "Each child counts once, in the category of the case with which it was helped first. "
        "Carried over is a child that was with the open case since before the first day.",
    ),
    unit=Unit.CHILDREN,
    frame=casework.children,
    count=distinct("child"),
    when=open_during("started_on", "ended_on"),
    by=(
        (category,),
        (intake,),
        (sex,),
        (age_band,),
        (category, intake),
        (category, sex),
        (category, age_band),
    ),
    serves=("OUT-01",),
)

BENEFICIARIES = Indicator(
    code="casework.beneficiaries",
    label=Text("Përfitues të programit", "Beneficiaries of the programme"),
    definition=Text(
        "Personat me rast të hapur në periudhë, bashkë me fëmijët e tyre.",
        "People with a case open in the period, together with their children.",
    ),
    rule=Text(
        "Çdo person numërohet një herë, edhe kur ka dy raste në vit. "
        "Kush ka rast të vetin dhe është edhe fëmijë i një rasti, numërohet me rastin e vet.",
        "Each person counts once, even with two cases in the year. Whoever has a case of their "
        "own and is also a child of a case counts by the own case.",
    ),
    unit=Unit.PERSONS,
    frame=casework.beneficiaries,
    count=distinct("person"),
    when=open_during("started_on", "ended_on"),
    by=(
        (beneficiary,),
        (category,),
        (intake,),
        (sex,),
        (category, beneficiary),
        (category, intake),
        (category, beneficiary, intake),
    ),
    serves=("OUT-01",),
)

OPEN_AT_END = Indicator(
    code="casework.open_at_end",
    label=Text("Raste të hapura në fund", "Cases open at the end"),
    definition=Text(
        "Raste të hapura në ditën e fundit të periudhës.",
        "Cases open on the last day of the period.",
    ),
    rule=Text(
        "Çdo rast numërohet një herë. Rasti i mbyllur pikërisht atë ditë ishte ende i hapur.",
        "Each case counts once. A case closed on that very day was still open on it.",
    ),
    unit=Unit.CASES,
    frame=casework.cases,
    count=distinct("case"),
    when=open_at_end("opened_on", "closed_on"),
    by=((category,), (category, sex)),
    within="casework.cases",
    serves=("OUT-01",),
)

CLOSED = Indicator(
    code="casework.closed",
    label=Text("Raste të mbyllura", "Cases closed"),
    definition=Text("Raste të mbyllura në periudhë.", "Cases closed in the period."),
    rule=Text(
        "Çdo rast numërohet një herë, në ditën e mbylljes.",
        "Each case counts once, on the day it was closed.",
    ),
    unit=Unit.CASES,
    frame=casework.cases,
    count=distinct("case"),
    when=happened("closed_on"),
    by=((category,), (category, closing_reason), (category, outcome)),
    within="casework.cases",
    serves=("OUT-01",),
)

INDICATORS = (
    CASES,
    CHILDREN,
    BENEFICIARIES,
    OPEN_AT_END,
    CLOSED,
)
