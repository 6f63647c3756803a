"""Where people live, and the help that reaches their homes."""

from agimi.insight.dimensions import (
    answer,
    beneficiary,
    benefit,
    category,
    contents,
    housing,
    item,
    placement,
    placement_group,
    sex,
)
from agimi.insight.measure import Indicator, distinct, happened, open_during, total
from agimi.insight.results import Unit
from agimi.insight.subjects import help as helped
from agimi.insight.text import Text

CASES = Indicator(
    code="placements.cases",
    label=Text("Raste sipas vendosjes", "Cases by placement"),
    definition=Text(
        "Raste të hapura në periudhë, sipas vendit ku jetonte personi ndërkohë.",
        "Cases open in the period, by where the person lived meanwhile.",
    ),
    rule=Text(
        "Një rast numërohet një herë në çdo grup vendosjeje ku jetoi personi; gjithsej numërohet "
        "një herë. Rastet pa vendosje të regjistruar nuk numërohen.",
        "A case counts once in each group of placements in which the person lived; in total it "
        "counts once. Cases without a recorded placement do not count.",
    ),
    unit=Unit.CASES,
    frame=helped.homes_of_cases,
    count=distinct("case"),
    when=open_during("started_on", "ended_on"),
    by=(
        (placement_group,),
        (placement,),
        (category,),
        (placement_group, category),
        (placement, category),
    ),
    several=(placement_group, placement),
    within="casework.cases",
    serves=("OUT-16",),
)

CHILDREN = Indicator(
    code="placements.children",
    label=Text("Fëmijë sipas vendosjes", "Children by placement"),
    definition=Text(
        "Fëmijë të rasteve, sipas vendit ku jetonin gjatë periudhës.",
        "Children of cases, by where they lived in the period.",
    ),
    rule=Text(
        "Fëmija pa vendosje të vetën numërohet atje ku jeton prindi. Një fëmijë numërohet një "
        "herë në çdo grup vendosjeje.",
        "A child without a placement of its own counts where the parent lives. A child counts "
        "once in each group of placements.",
    ),
    unit=Unit.CHILDREN,
    frame=helped.homes_of_children,
    count=distinct("child"),
    when=open_during("started_on", "ended_on"),
    by=((placement_group,), (placement,), (category,), (placement_group, category)),
    several=(placement_group, placement),
    within="casework.children",
    serves=("OUT-16",),
)

RECIPIENTS = Indicator(
    code="aid.recipients",
    label=Text("Persona që morën ndihma", "People who received aid"),
    definition=Text(
        "Persona që morën të paktën një paketë ndihme gjatë periudhës.",
        "People who received at least one aid package in the period.",
    ),
    rule=Text(
        "Çdo person numërohet një herë; përmbajtja është gjithçka që mori në periudhë, bashkë.",
        "Each person counts once; the contents are all that they received in the period.",
    ),
    unit=Unit.PERSONS,
    frame=helped.aid_deliveries,
    count=distinct("person"),
    when=happened("on"),
    by=((contents,), (sex,), (beneficiary,), (category,)),
    serves=("OUT-22",),
)

DELIVERIES = Indicator(
    code="aid.deliveries",
    label=Text("Paketa ndihme", "Aid packages"),
    definition=Text(
        "Paketa ndihme të dorëzuara gjatë periudhës.", "Aid packages delivered in the period."
    ),
    rule=Text(
        "Çdo paketë numërohet, edhe kur i njëjti person mori disa.",
        "Every package counts, even where one person received several.",
    ),
    unit=Unit.OTHER,
    frame=helped.aid_deliveries,
    count=distinct("delivery"),
    when=happened("on"),
    serves=("OUT-22",),
)

AID_CHILDREN = Indicator(
    code="aid.children",
    label=Text("Fëmijë të arritur nga ndihmat", "Children reached by aid"),
    definition=Text(
        "Fëmijë të arritur nga paketat e ndihmës gjatë periudhës.",
        "Children reached by the aid packages of the period.",
    ),
    rule=Text(
        "Çdo fëmijë numërohet një herë, pavarësisht sa paketa e arritën.",
        "Each child counts once, however many packages reached it.",
    ),
    unit=Unit.CHILDREN,
    frame=helped.aid_children,
    count=distinct("child"),
    when=happened("on"),
    by=((sex,),),
    serves=("OUT-22",),
)

RENT_MONTHS = Indicator(
    code="aid.rent_months",
    label=Text("Muaj qiraje të paguar me ndihmat", "Months of rent paid with aid"),
    definition=Text(
        "Muajt e qirasë që paguan paketat e ndihmës së periudhës.",
        "The months of rent that the aid packages of the period paid.",
    ),
    rule=Text(
        "Shuma e muajve të shënuar në çdo paketë.",
        "The sum of the months written on each package.",
    ),
    unit=Unit.MONTHS,
    frame=helped.aid_deliveries,
    count=total("rent_months", of="delivery"),
    when=happened("on"),
    serves=("OUT-22",),
)

HOUSED = Indicator(
    code="housing.supported",
    label=Text("Persona me mbështetje për qiranë", "People helped with the rent"),
    definition=Text(
        "Persona me mbështetje për qiranë në cilëndo ditë të periudhës.",
        "People with help for the rent on any day of the period.",
    ),
    rule=Text(
        "Çdo person numërohet një herë; sipas llojit, një herë në secilin.",
        "Each person counts once; by kind, once in each.",
    ),
    unit=Unit.PERSONS,
    frame=helped.housing_supports,
    count=distinct("person"),
    when=open_during("started_on", "ended_on"),
    by=((housing,), (category,)),
    several=(housing,),
    serves=("OUT-16",),
)

ITEMS = Indicator(
    code="items.recipients",
    label=Text("Persona që morën sende", "People who received items"),
    definition=Text(
        "Persona që morën libra, pajisje a sende të tjera gjatë periudhës.",
        "People who received books, devices or other items in the period.",
    ),
    rule=Text(
        "Çdo person numërohet një herë; sipas sendit, një herë në secilin.",
        "Each person counts once; by item, once in each.",
    ),
    unit=Unit.PERSONS,
    frame=helped.items_given,
    count=distinct("person"),
    when=happened("on"),
    by=((item,), (beneficiary,), (beneficiary, item)),
    several=(item,),
    serves=("OUT-13",),
)

APPLICANTS = Indicator(
    code="benefits.applicants",
    label=Text("Persona që aplikuan për përfitime", "People who applied for benefits"),
    definition=Text(
        "Persona për të cilët u aplikua për një përfitim shtetëror gjatë periudhës.",
        "People for whom a state benefit was applied for in the period.",
    ),
    rule=Text(
        "Çdo person numërohet një herë; sipas përfitimit, një herë në secilin.",
        "Each person counts once; by benefit, once in each.",
    ),
    unit=Unit.PERSONS,
    frame=helped.applications,
    count=distinct("person"),
    when=happened("on"),
    by=((benefit,), (category,), (benefit, answer)),
    several=(benefit, answer),
    serves=("OUT-16",),
)

INDICATORS = (
    CASES,
    CHILDREN,
    RECIPIENTS,
    DELIVERIES,
    AID_CHILDREN,
    RENT_MONTHS,
    HOUSED,
    ITEMS,
    APPLICANTS,
)
