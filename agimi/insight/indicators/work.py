"""Work, businesses and mentors."""

from agimi.insight.dimensions import (
    beneficiary,
    business_kind,
    business_plan,
    category,
    full_time,
    sector,
    sex,
)
from agimi.insight.measure import Indicator, distinct, happened, open_during
from agimi.insight.results import Unit
from agimi.insight.subjects import help as helped
from agimi.insight.text import Text

EMPLOYED = Indicator(
    code="employment.employed",
    label=Text("Përfitues të punësuar", "Beneficiaries employed"),
    definition=Text(
        "Persona me rast në program, me punë në cilëndo ditë të periudhës.",
        "People with a case in the programme and a job on any day of the period.",
    ),
    rule=Text(
        "Çdo person numërohet një herë; sipas sektorit, kush pati punë në dy sektorë numërohet "
        "në të dy.",
        "Each person counts once; by sector, who had jobs in two sectors counts in both.",
    ),
    unit=Unit.PERSONS,
    frame=helped.jobs,
    count=distinct("person"),
    when=open_during("started_on", "ended_on"),
    where={"beneficiary": ("case",)},
    by=(
        (category,),
        (sex,),
        (sector,),
        (full_time,),
        (category, sex),
        (category, sector),
    ),
    several=(sector, full_time),
    within="casework.beneficiaries",
    serves=("OUT-15",),
)

COUNSELLED_ONLY = Indicator(
    code="employment.counselled_only",
    label=Text("Vetëm këshillim për punësim", "Employment counselling only"),
    definition=Text(
        "Persona me rast në program që morën këshillim për punësim, pa punë gjatë periudhës.",
        "People with a case who had employment counselling, and no job in the period.",
    ),
    rule=Text(
        "Çdo person numërohet një herë; kush pati punë qoftë edhe një ditë nuk numërohet këtu.",
        "Each person counts once; who had a job even for one day does not count here.",
    ),
    unit=Unit.PERSONS,
    frame=helped.counselled_without_job,
    count=distinct("person"),
    when=happened("on"),
    where={"service_group": ("employment_counselling",), "beneficiary": ("case",)},
    by=((category,), (category, sex)),
    within="casework.beneficiaries",
    serves=("OUT-15",),
)

OWNERS = Indicator(
    code="business.owners",
    label=Text("Persona me biznes të ri", "People who started a business"),
    definition=Text(
        "Persona që nisën një biznes gjatë periudhës, me ndihmën e organizatës.",
        "People who started a business in the period with the organisation's help.",
    ),
    rule=Text(
        "Çdo person numërohet një herë; sipas llojit, një herë në secilin lloj biznesi.",
        "Each person counts once; by kind, once in each kind of business.",
    ),
    unit=Unit.PERSONS,
    frame=helped.businesses,
    count=distinct("person"),
    when=happened("started_on"),
    by=((business_kind,), (business_plan,), (sex,)),
    several=(business_kind, business_plan),
    serves=("OUT-15", "OUT-22"),
)

REGISTRATIONS = Indicator(
    code="business.registrations",
    label=Text("Biznese të regjistruara", "Businesses registered"),
    definition=Text(
        "Biznese të regjistruara gjatë periudhës.", "Businesses registered in the period."
    ),
    rule=Text(
        "Çdo biznes numërohet një herë, në ditën e regjistrimit.",
        "Each business counts once, on the day of its registration.",
    ),
    unit=Unit.OTHER,
    frame=helped.businesses,
    count=distinct("business"),
    when=happened("registered_on"),
    by=((business_kind,),),
    serves=("OUT-12",),
)

MENTORS = Indicator(
    code="mentoring.mentors",
    label=Text("Mentorë", "Mentors"),
    definition=Text(
        "Mentorë pranë një personi në cilëndo ditë të periudhës.",
        "Mentors beside a person on any day of the period.",
    ),
    rule=Text(
        "Çdo mentor numërohet një herë, pavarësisht sa persona shoqëroi.",
        "Each mentor counts once, however many people they accompanied.",
    ),
    unit=Unit.PERSONS,
    frame=helped.mentor_matches,
    count=distinct("mentor"),
    when=open_during("started_on", "ended_on"),
    serves=("OUT-10",),
)

MENTORED = Indicator(
    code="mentoring.persons",
    label=Text("Persona me mentor", "People with a mentor"),
    definition=Text(
        "Persona me mentor në cilëndo ditë të periudhës.",
        "People with a mentor on any day of the period.",
    ),
    rule=Text(
        "Çdo person numërohet një herë, pavarësisht sa mentorë pati.",
        "Each person counts once, however many mentors they had.",
    ),
    unit=Unit.PERSONS,
    frame=helped.mentor_matches,
    count=distinct("person"),
    when=open_during("started_on", "ended_on"),
    by=((beneficiary,), (category,)),
    serves=("OUT-10",),
)

INDICATORS = (EMPLOYED, COUNSELLED_ONLY, OWNERS, REGISTRATIONS, MENTORS, MENTORED)
