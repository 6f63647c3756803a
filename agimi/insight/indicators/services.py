"""Services given: counselling, monitoring and all others."""

from agimi.insight.dimensions import (
    beneficiary,
    category,
    mode,
    month,
    phase,
    role,
    service,
    service_group,
    sex,
    site,
    topic,
)
from agimi.insight.measure import Indicator, distinct, happened
from agimi.insight.results import Unit
from agimi.insight.subjects import help as helped
from agimi.insight.text import Text

SERVICES = Indicator(
    code="services.services",
    label=Text("Shërbime të dhëna", "Services given"),
    definition=Text(
        "Shërbime individuale të dhëna gjatë periudhës.",
        "Individual services given in the period.",
    ),
    rule=Text(
        "Çdo shërbim për një person në një ditë numërohet një herë. "
        "Faza është ajo e rastit në atë ditë.",
        "Each service to one person on one day counts once. "
        "The phase is that of the case on the day.",
    ),
    unit=Unit.SERVICES,
    frame=helped.services,
    count=distinct("service"),
    when=happened("on"),
    by=(
        (service,),
        (service_group,),
        (phase,),
        (role,),
        (mode,),
        (month,),
        (category,),
        (site,),
        (service, phase),
        (service_group, phase),
        (service_group, category),
        (service_group, role),
        (service_group, mode),
        (service_group, topic),
        (role, topic),
    ),
    serves=("OUT-10", "OUT-27"),
)

PEOPLE = Indicator(
    code="services.people",
    label=Text("Persona që morën shërbime", "People served"),
    definition=Text(
        "Persona që morën të paktën një shërbim gjatë periudhës.",
        "People who received at least one service in the period.",
    ),
    rule=Text(
        "Çdo person numërohet një herë; sipas shërbimit, një herë në secilin shërbim.",
        "Each person counts once; by service, once in every service.",
    ),
    unit=Unit.PERSONS,
    frame=helped.people_served,
    count=distinct("person"),
    when=happened("on"),
    by=(
        (beneficiary,),
        (category,),
        (sex,),
        (service,),
        (service_group,),
        (service_group, category),
    ),
    several=(service, service_group),
    serves=("OUT-10",),
)

COUNSELLING = Indicator(
    code="counselling.sessions",
    label=Text("Seanca këshillimi individual", "Individual counselling sessions"),
    definition=Text(
        "Seanca këshillimi me një person të programit.",
        "Counselling sessions with one person of the programme.",
    ),
    rule=Text(
        "Çdo seancë me një person numërohet një herë, sipas detyrës së atij që e dha. "
        "Seancat në grup numërohen te veprimtaritë.",
        "Each session with one person counts once, by the post of whoever gave it. "
        "Group sessions are counted among the activities.",
    ),
    unit=Unit.SESSIONS,
    frame=helped.services,
    count=distinct("service"),
    when=happened("on"),
    where={"service_group": ("counselling",), "client": ("programme",)},
    by=(
        (role,),
        (category,),
        (phase,),
        (mode,),
        (month,),
        (topic,),
        (role, category),
        (role, phase),
        (role, mode),
        (role, topic),
    ),
    within="services.services",
    serves=("OUT-10", "OUT-27"),
)

MONITORING = Indicator(
    code="monitoring.sessions",
    label=Text("Kontakte monitorimi", "Monitoring contacts"),
    definition=Text(
        "Kontakte monitorimi me rastet gjatë periudhës.",
        "Monitoring contacts with the cases in the period.",
    ),
    rule=Text(
        "Çdo kontakt numërohet një herë; faza është ajo e rastit në atë ditë.",
        "Each contact counts once; the phase is that of the case on the day.",
    ),
    unit=Unit.SESSIONS,
    frame=helped.services,
    count=distinct("service"),
    when=happened("on"),
    where={"service_group": ("monitoring",)},
    by=((role,), (phase,), (mode,), (category,), (month,), (role, phase), (phase, mode)),
    within="services.services",
    serves=("OUT-16",),
)

MONITORED = Indicator(
    code="monitoring.monitored",
    label=Text("Raste të monitoruara", "Cases monitored"),
    definition=Text(
        "Raste të hapura në periudhë, me të paktën një kontakt monitorimi gjatë saj.",
        "Cases open in the period, with at least one monitoring contact in it.",
    ),
    rule=Text(
        "Çdo rast numërohet një herë, pavarësisht sa kontakte pati.",
        "Each case counts once, however many contacts it had.",
    ),
    unit=Unit.CASES,
    frame=helped.services,
    count=distinct("open_case"),
    when=happened("on"),
    where={"service_group": ("monitoring",)},
    by=((category,),),
    within="casework.cases",
    serves=("OUT-16",),
)

INDICATORS = (SERVICES, PEOPLE, COUNSELLING, MONITORING, MONITORED)
