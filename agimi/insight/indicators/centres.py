"""Childcare and community centres."""

from agimi.insight.dimensions import (
    age_band,
    beneficiary_group,
    centre_service,
    full_time_work,
    group,
    sex,
    site,
    strand,
)
from agimi.insight.measure import Indicator, distinct, open_during
from agimi.insight.results import Unit
from agimi.insight.subjects import activities
from agimi.insight.text import Text

CHILDREN = Indicator(
    code="childcare.children",
    label=Text("Fëmijë në qendrat e kujdesit", "Children in childcare"),
    definition=Text(
        "Fëmijë të regjistruar në një shërbim kujdesi në cilëndo ditë të periudhës.",
        "Children enrolled in a childcare service on any day of the period.",
    ),
    rule=Text(
        "Çdo fëmijë numërohet një herë; sipas qendrës, një herë në secilën. Programi pas "
        "shkolle është shërbim kujdesi.",
        "Each child counts once; by centre, once in each. The after-school programme is a "
        "childcare service.",
    ),
    unit=Unit.CHILDREN,
    frame=activities.enrolments,
    count=distinct("person"),
    when=open_during("started_on", "ended_on"),
    where={"service_group": ("childcare",)},
    by=((sex,), (age_band,), (site,), (centre_service,), (site, sex), (site, centre_service)),
    several=(site, centre_service),
    serves=("OUT-19",),
)

MOTHERS = Indicator(
    code="childcare.mothers",
    label=Text("Nëna të fëmijëve në kujdes", "Mothers of children in childcare"),
    definition=Text(
        "Nëna ose kujdestare të fëmijëve në shërbimet e kujdesit.",
        "Mothers or carers of the children in childcare.",
    ),
    rule=Text(
        "Çdo nënë numërohet një herë, pavarësisht sa fëmijë ka në qendër; sipas qendrës, një "
        "herë në secilën. Fëmijët pa nënë të shënuar nuk japin nënë.",
        "Each mother counts once, however many children she has there; by centre, once in each. "
        "Children without a recorded mother give none.",
    ),
    unit=Unit.PERSONS,
    frame=activities.enrolments,
    count=distinct("mother"),
    when=open_during("started_on", "ended_on"),
    where={"service_group": ("childcare",)},
    by=((site,), (full_time_work,), (site, full_time_work)),
    several=(site,),
    serves=("OUT-19",),
)

BENEFICIARIES = Indicator(
    code="centre.beneficiaries",
    label=Text("Përfitues të qendrës komunitare", "Beneficiaries of the community centre"),
    definition=Text(
        "Persona që përdorën një shërbim të qendrës komunitare në cilëndo ditë të periudhës.",
        "People who used a service of the community centre on any day of the period.",
    ),
    rule=Text(
        "Persona të ndryshëm: gjithsej çdo person numërohet një herë; sipas shërbimit, një herë "
        "në secilin. Vajzë a djalë është kush ishte nën 18 vjeç në ditën e fundit të periudhës.",
        "Different people: in total each counts once; by service, once in each. A girl or boy is "
        "whoever was under 18 on the last day of the period.",
    ),
    unit=Unit.PERSONS,
    frame=activities.enrolments,
    count=distinct("person"),
    when=open_during("started_on", "ended_on"),
    where={"site_kind": ("community_centre",)},
    by=(
        (site,),
        (group,),
        (site, group),
        (site, strand),
        (site, centre_service),
        (site, beneficiary_group),
        (site, strand, group),
        (site, centre_service, group),
    ),
    several=(site, strand, centre_service),
    serves=("OUT-21",),
)

USES = Indicator(
    code="centre.uses",
    label=Text("Përdorime të shërbimeve të qendrës", "Uses of the centre's services"),
    definition=Text(
        "Përfituesit e qendrës komunitare, të mbledhur shërbim pas shërbimi.",
        "The beneficiaries of the community centre, summed over its services.",
    ),
    rule=Text(
        "Kush përdori tri shërbime numërohet tri herë: shuma e shërbimeve, jo persona të ndryshëm.",
        "Who used three services counts three times: the sum over services, not different people.",
    ),
    unit=Unit.ENROLMENTS,
    frame=activities.enrolments,
    count=distinct("use"),
    when=open_during("started_on", "ended_on"),
    where={"site_kind": ("community_centre",)},
    by=(
        (site,),
        (group,),
        (site, group),
        (site, strand),
        (site, centre_service),
        (site, strand, group),
        (site, centre_service, group),
    ),
    several=(site,),
    opens="enrolment",
    serves=("OUT-21",),
)

INDICATORS = (CHILDREN, MOTHERS, BENEFICIARIES, USES)
