"""The mobile units: people met and possible victims identified."""

from agimi.insight.dimensions import beneficiary, contacted, county, met, month, municipality, site
from agimi.insight.measure import Indicator, distinct, happened, total
from agimi.insight.results import Unit
from agimi.insight.subjects import activities
from agimi.insight.text import Text

CONTACTS = Indicator(
    code="mobile.contacts",
    label=Text("Kontakte të njësive të lëvizshme", "Contacts of the mobile units"),
    definition=Text(
        "Persona, profesionistë dhe institucione që takuan njësitë e lëvizshme.",
        "People, professionals and institutions that the mobile units met.",
    ),
    rule=Text(
        "Shuma e të rriturve dhe të miturve në çdo kontakt. Në terren nuk merren emra, ndaj kush "
        "takohet dy herë numërohet dy herë.",
        "The sum of adults and minors in each contact. No names are taken in the field, so who "
        "is met twice counts twice.",
    ),
    unit=Unit.CONTACTS,
    frame=activities.contacts,
    count=total("number", of="line"),
    when=happened("on"),
    by=(
        (contacted,),
        (site,),
        (month,),
        (county,),
        (municipality,),
        (contacted, met),
        (site, contacted),
        (contacted, municipality),
    ),
    opens="contact",
    serves=("OUT-17",),
)

IDENTIFIED = Indicator(
    code="mobile.identified",
    label=Text("Viktima të mundshme të identifikuara", "Possible victims identified"),
    definition=Text(
        "Viktima të mundshme të identifikuara nga njësitë e lëvizshme, dhe fëmijët me to.",
        "Possible victims identified by the mobile units, and the children with them.",
    ),
    rule=Text(
        "Çdo person numërohet një herë. Identifikimi nuk është pranim në program: rastet e reja "
        "numërohen veçmas.",
        "Each person counts once. Identification is not admission to the programme: new cases "
        "are counted apart.",
    ),
    unit=Unit.PERSONS,
    frame=activities.identified,
    count=distinct("person"),
    when=happened("on"),
    by=((beneficiary,), (site,), (site, beneficiary)),
    serves=("OUT-17",),
)

INDICATORS = (CONTACTS, IDENTIFIED)
