"""What was done to the people of the cases: recruitment, exploitation, countries, violence."""

from agimi.insight.dimensions import (
    age_band,
    control,
    country,
    exploitation,
    form,
    intake,
    nationality_status,
    recruitment,
    sex,
    violence,
)
from agimi.insight.measure import Indicator, distinct, open_during
from agimi.insight.results import Unit
from agimi.insight.subjects import casework
from agimi.insight.text import Text

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
    frame=casework.profiles,
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
    frame=casework.profiles,
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
    frame=casework.profiles,
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
    frame=casework.profiles,
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
    frame=casework.profiles,
    count=distinct("case"),
    when=open_during("opened_on", "closed_on"),
    where={"category": ("trafficking",)},
    by=((control,),),
    within="casework.cases",
    serves=("OUT-06",),
)

INDICATORS = (
    RECRUITMENT,
    EXPLOITATION,
    COUNTRIES,
    VIOLENCE,
    CONTROL,
)
