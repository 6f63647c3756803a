"""People accompanied: cases, their children, and what the cases are."""

from agimi.insight import subjects
from agimi.insight.dimensions import (
    adulthood,
    age_band,
    area,
    beneficiary,
    body,
    body_group,
    body_kind,
    category,
    civil_status,
    closing_reason,
    control,
    country,
    county,
    disability,
    exploitation,
    form,
    home_county,
    home_municipality,
    identification,
    intake,
    month,
    municipality,
    nationality_status,
    origin,
    outcome,
    recruitment,
    sex,
    violence,
)  # fmt: skip
from agimi.insight.measure import Indicator, distinct, happened, open_at_end, open_during
from agimi.insight.results import Unit
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
    frame=subjects.cases,
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
    frame=subjects.children,
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
    frame=subjects.beneficiaries,
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
    frame=subjects.cases,
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
    frame=subjects.cases,
    count=distinct("case"),
    when=happened("closed_on"),
    by=((category,), (category, closing_reason), (category, outcome)),
    within="casework.cases",
    serves=("OUT-01",),
)

REFERRED = Indicator(
    code="referral.cases",
    label=Text("Raste të reja sipas referimit", "New cases by referral"),
    definition=Text(
        "Raste të hapura në periudhë, sipas atij që i referoi.",
        "Cases opened in the period, by who referred them.",
    ),
    rule=Text(
        "Çdo rast i ri numërohet një herë, në muajin e hapjes. Një institucion me disa emra është "
        "një institucion; rasti pa burim të shënuar numërohet si pa të dhëna.",
        "Each new case counts once, in the month it was opened. A body with several names is one "
        "body; a case without a source counts as not recorded.",
    ),
    unit=Unit.CASES,
    frame=subjects.cases,
    count=distinct("case"),
    when=happened("opened_on"),
    by=(
        (category,),
        (month,),
        (category, month),
        (category, body),
        (category, body_group),
        (category, body_group, body),
        (category, body_kind),
        (category, nationality_status, body),
    ),
    within="casework.cases",
    serves=("OUT-08", "OUT-09"),
)

RECRUITMENT = Indicator(
    code="profile.recruitment",
    label=Text("Mënyrat e rekrutimit", "Means of recruitment"),
    definition=Text(
        "Raste trafikimi të hapura në periudhë, sipas mënyrës së rekrutimit.",
        "Trafficking cases open in the period, by means of recruitment.",
    ),
    rule=Text(
        "Një rast me disa mënyra numërohet në secilën, ndaj shuma mund ta kalojë numrin e rasteve.",
        "A case with several means counts in each, so the sum may exceed the number of cases.",
    ),
    unit=Unit.CASES,
    frame=subjects.profiles,
    count=distinct("case"),
    when=open_during("opened_on", "closed_on"),
    where={"category": ("trafficking",)},
    by=((intake,), (recruitment,), (intake, recruitment), (sex, recruitment)),
    within="casework.cases",
    serves=("OUT-06",),
)

EXPLOITATION = Indicator(
    code="profile.exploitation",
    label=Text("Format e shfrytëzimit", "Forms of exploitation"),
    definition=Text(
        "Raste trafikimi të hapura në periudhë, sipas formës së shfrytëzimit.",
        "Trafficking cases open in the period, by form of exploitation.",
    ),
    rule=Text(
        "Sipas formave bashkë, çdo rast numërohet një herë: dy forma janë një çift më vete. "
        "Sipas secilës formë, rasti numërohet në çdo formë.",
        "By the forms together each case counts once: two forms are a category of their own. "
        "By each form a case counts in every one.",
    ),
    unit=Unit.CASES,
    frame=subjects.profiles,
    count=distinct("case"),
    when=open_during("opened_on", "closed_on"),
    where={"category": ("trafficking",)},
    by=(
        (intake,),
        (exploitation,),
        (form,),
        (intake, exploitation),
        (intake, form),
        (sex, exploitation),
        (age_band, exploitation),
        (intake, nationality_status, exploitation),
    ),
    within="casework.cases",
    serves=("OUT-07", "OUT-09"),
)

COUNTRIES = Indicator(
    code="profile.countries",
    label=Text("Vendet e trafikimit", "Countries of trafficking"),
    definition=Text(
        "Raste trafikimi të hapura në periudhë, sipas vendit ku ndodhi shfrytëzimi.",
        "Trafficking cases open in the period, by the country of exploitation.",
    ),
    rule=Text(
        "Një rast me disa vende numërohet në secilin, ndaj shuma mund ta kalojë numrin e rasteve.",
        "A case with several countries counts in each, so the sum may exceed the number of cases.",
    ),
    unit=Unit.CASES,
    frame=subjects.profiles,
    count=distinct("case"),
    when=open_during("opened_on", "closed_on"),
    where={"category": ("trafficking",)},
    by=((intake,), (country,), (intake, country), (intake, nationality_status, country)),
    within="casework.cases",
    serves=("OUT-07", "OUT-09"),
)

VIOLENCE = Indicator(
    code="profile.violence",
    label=Text("Llojet e dhunës", "Kinds of violence"),
    definition=Text(
        "Raste dhune të hapura në periudhë, sipas llojit të dhunës.",
        "Violence cases open in the period, by kind of violence.",
    ),
    rule=Text(
        "Një rast me disa lloje numërohet në secilin, ndaj shuma mund ta kalojë numrin e rasteve.",
        "A case with several kinds counts in each, so the sum may exceed the number of cases.",
    ),
    unit=Unit.CASES,
    frame=subjects.profiles,
    count=distinct("case"),
    when=open_during("opened_on", "closed_on"),
    where={"category": ("violence",)},
    by=((intake,), (violence,), (intake, violence), (sex, violence)),
    within="casework.cases",
    serves=("OUT-02",),
)

CONTROL = Indicator(
    code="profile.control",
    label=Text("Mënyrat e kontrollit", "Means of control"),
    definition=Text(
        "Raste trafikimi të hapura në periudhë, sipas mënyrës se si u kontrollua personi.",
        "Trafficking cases open in the period, by how the person was controlled.",
    ),
    rule=Text(
        "Një rast me disa mënyra numërohet në secilën, ndaj shuma mund ta kalojë numrin e rasteve.",
        "A case with several means counts in each, so the sum may exceed the number of cases.",
    ),
    unit=Unit.CASES,
    frame=subjects.profiles,
    count=distinct("case"),
    when=open_during("opened_on", "closed_on"),
    where={"category": ("trafficking",)},
    by=((control,),),
    within="casework.cases",
    serves=("OUT-06",),
)

INDICATORS = (
    CASES, CHILDREN, BENEFICIARIES, OPEN_AT_END, CLOSED, REFERRED, RECRUITMENT, EXPLOITATION,
    COUNTRIES, VIOLENCE, CONTROL,
)  # fmt: skip
