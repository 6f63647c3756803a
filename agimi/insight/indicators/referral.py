"""New cases, and who referred them."""

from agimi.insight.dimensions import (
    body,
    body_group,
    body_kind,
    category,
    month,
    nationality_status,
)
from agimi.insight.measure import Indicator, distinct, happened
from agimi.insight.results import Unit
from agimi.insight.subjects import casework
from agimi.insight.text import Text

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
    frame=casework.cases,
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

INDICATORS = (REFERRED,)
