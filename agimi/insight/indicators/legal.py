"""Legal aid, proceedings, documents and the advisory line."""

from agimi.insight.dimensions import (
    adulthood,
    call_order,
    category,
    channel,
    client,
    client_group,
    county,
    identification,
    intake,
    law_area,
    level,
    month,
    municipality,
    nationality_status,
    paper_kind,
    proceeding,
    sex,
    topic,
)
from agimi.insight.measure import Indicator, distinct, happened, open_during
from agimi.insight.results import Unit
from agimi.insight.subjects import help as helped
from agimi.insight.text import Text

CLIENTS = Indicator(
    code="legal.clients",
    label=Text("Klientë të ndihmës juridike", "Clients of legal aid"),
    definition=Text(
        "Persona me ndihmë juridike të hapur në cilëndo ditë të periudhës.",
        "People with legal aid open on any day of the period.",
    ),
    rule=Text(
        "Çdo person numërohet një herë, dhe një herë në secilin nivel. I mbartur është klienti "
        "ndihma e parë e të cilit u hap para periudhës.",
        "Each person counts once, and once in each level. Carried over is a client whose first "
        "legal aid was opened before the period.",
    ),
    unit=Unit.PERSONS,
    frame=helped.legal_aid,
    count=distinct("person"),
    when=open_during("started_on", "ended_on"),
    by=(
        (client,),
        (level,),
        (municipality,),
        (county,),
        (client_group,),
        (sex,),
        (client, level),
        (client, client_group),
        (client, level, intake),
        (client, level, client_group),
        (client, level, intake, client_group),
    ),
    several=(level,),
    serves=("OUT-12", "OUT-25"),
)

LEGAL_CASES = Indicator(
    code="legal.cases",
    label=Text("Raste të ndihmës juridike", "Legal aid cases"),
    definition=Text(
        "Ndihma juridike të hapura në cilëndo ditë të periudhës.",
        "Legal aid open on any day of the period.",
    ),
    rule=Text(
        "Çdo ndihmë e një niveli për një klient numërohet një herë; një klient mund të ketë disa.",
        "Each aid of one level to one client counts once; a client may have several.",
    ),
    unit=Unit.LEGAL_CASES,
    frame=helped.legal_aid,
    count=distinct("legal_aid"),
    when=open_during("started_on", "ended_on"),
    by=(
        (client,),
        (level,),
        (client, level),
        (client, level, intake),
        (client, level, client_group),
        (client, level, intake, client_group),
    ),
    serves=("OUT-12",),
)

PROCEEDINGS = Indicator(
    code="legal.proceedings",
    label=Text("Procedime", "Proceedings"),
    definition=Text(
        "Procedime para gjykatave dhe institucioneve, të hapura në cilëndo ditë të periudhës.",
        "Proceedings before courts and authorities, open on any day of the period.",
    ),
    rule=Text(
        "Çdo procedim numërohet një herë; një klient mund të ketë disa. Statusi i identifikimit "
        "dhe mosha janë ato të ditës së fundit të periudhës.",
        "Each proceeding counts once; a client may have several. The identification status and "
        "the age are those of the last day of the period.",
    ),
    unit=Unit.PROCEEDINGS,
    frame=helped.proceedings,
    count=distinct("proceeding"),
    when=open_during("started_on", "ended_on"),
    by=(
        (client,),
        (proceeding,),
        (law_area,),
        (client, law_area),
        (client, client_group),
        (client, intake),
        (client, proceeding),
        (client, law_area, proceeding),
        (client, client_group, intake),
        (client, client_group, proceeding),
        (client, client_group, intake, proceeding),
        (client, client_group, identification, intake, proceeding),
        (client, client_group, identification, intake, proceeding, adulthood),
    ),
    serves=("OUT-12",),
)

DOCUMENTS = Indicator(
    code="documents.persons",
    label=Text("Persona me dokumente të marra", "People who obtained documents"),
    definition=Text(
        "Persona që morën një dokument civil gjatë periudhës: letërnjoftim, pasaportë, leje "
        "qëndrimi a pune, regjistrim fëmije, ndryshim vendbanimi.",
        "People who obtained a civil document in the period: identity card, passport, residence "
        "or work permit, registration of a child, change of residence.",
    ),
    rule=Text(
        "Çdo person numërohet një herë; sipas dokumentit, një herë në secilin lloj.",
        "Each person counts once; by document, once in each kind.",
    ),
    unit=Unit.PERSONS,
    frame=helped.papers,
    count=distinct("person"),
    when=happened("on"),
    where={
        "paper_kind": (
            "id_card",
            "passport",
            "residence_permit",
            "work_permit",
            "child_registration",
            "change_of_residence",
        )
    },
    by=((paper_kind,), (nationality_status,), (category,), (channel,), (paper_kind, channel)),
    several=(paper_kind, channel),
    serves=("OUT-12",),
)

CALLS = Indicator(
    code="hotline.calls",
    label=Text("Telefonata në linjën këshilluese", "Calls to the advisory line"),
    definition=Text("Telefonata të marra gjatë periudhës.", "Calls taken in the period."),
    rule=Text(
        "Çdo telefonatë numërohet, edhe kur i njëjti person merr disa herë: janë telefonata, jo "
        "persona. Muajt pa telefonata shtypen me 0.",
        "Every call counts, even where one person calls several times: these are calls, not "
        "people. Months without calls are printed as 0.",
    ),
    unit=Unit.CALLS,
    frame=helped.calls,
    count=distinct("call"),
    when=happened("on"),
    by=((month,), (topic,), (call_order,)),
    serves=("OUT-25",),
)

INDICATORS = (CLIENTS, LEGAL_CASES, PROCEEDINGS, DOCUMENTS, CALLS)
