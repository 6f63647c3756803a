"""Health: follow-ups that last and single acts."""

from agimi.insight.dimensions import beneficiary, category, followup, placement, result, sex, test
from agimi.insight.measure import Indicator, distinct, happened, open_during
from agimi.insight.results import Unit
from agimi.insight.subjects import help as helped
from agimi.insight.text import Text

FOLLOW_UPS = Indicator(
    code="health.followups",
    label=Text("Persona në ndjekje shëndetësore", "People in health follow-up"),
    definition=Text(
        "Persona me një ndjekje shëndetësore në cilëndo ditë të periudhës.",
        "People with a health follow-up on any day of the period.",
    ),
    rule=Text(
        "Çdo person numërohet një herë në secilin lloj ndjekjeje. Vendosja është ajo gjatë "
        "ndjekjes; kush jetoi në disa vende numërohet në secilin.",
        "Each person counts once in each kind of follow-up. The placement is that during the "
        "follow-up; who lived in several counts in each.",
    ),
    unit=Unit.PERSONS,
    frame=helped.follow_ups,
    count=distinct("person"),
    when=open_during("started_on", "ended_on"),
    by=(
        (followup,),
        (beneficiary,),
        (followup, beneficiary),
        (followup, sex),
        (followup, category),
        (followup, beneficiary, placement),
    ),
    several=(followup,),
    serves=("OUT-11",),
)

TESTS = Indicator(
    code="health.tests",
    label=Text("Persona me analiza dhe vizita", "People with tests and consultations"),
    definition=Text(
        "Persona me të paktën një veprim mjekësor gjatë periudhës.",
        "People with at least one medical act in the period.",
    ),
    rule=Text(
        "Çdo person numërohet një herë në secilin lloj veprimi dhe në secilin rezultat.",
        "Each person counts once in each kind of act and in each result.",
    ),
    unit=Unit.PERSONS,
    frame=helped.medical_acts,
    count=distinct("person"),
    when=happened("on"),
    by=((test,), (beneficiary,), (test, result), (test, sex)),
    several=(test, result),
    serves=("OUT-11",),
)

ACTS = Indicator(
    code="health.acts",
    label=Text("Analiza, vaksina dhe vizita", "Tests, vaccines and consultations"),
    definition=Text(
        "Veprime mjekësore të kryera gjatë periudhës.",
        "Medical acts done in the period.",
    ),
    rule=Text(
        "Çdo veprim numërohet një herë, edhe kur i njëjti person pati disa.",
        "Each act counts once, even where one person had several.",
    ),
    unit=Unit.SERVICES,
    frame=helped.medical_acts,
    count=distinct("act"),
    when=happened("on"),
    by=((test,), (test, result)),
    serves=("OUT-11",),
)

INDICATORS = (FOLLOW_UPS, TESTS, ACTS)
