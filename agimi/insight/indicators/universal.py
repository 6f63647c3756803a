"""What the organisation says of everybody: a percentage with its base, and whom it does not hold for."""

from agimi.insight.dimensions import beneficiary, category
from agimi.insight.measure import Indicator, happened, open_during, share
from agimi.insight.results import Unit
from agimi.insight.subjects import promises
from agimi.insight.text import Text

ASSESSED = Indicator(
    code="universal.psychosocial_assessment",
    label=Text("Raste të reja me vlerësim psikosocial", "New cases with a psychosocial assessment"),
    definition=Text(
        "Nga rastet e hapura në periudhë, përqindja me vlerësim psikosocial deri në fund të saj.",
        "Of the cases opened in the period, the percentage with a psychosocial assessment by its "
        "end.",
    ),
    rule=Text(
        "Baza: rastet e reja. Përjashtimet: rastet pa asnjë vlerësim psikosocial.",
        "Base: the new cases. Exceptions: cases without any psychosocial assessment.",
    ),
    unit=Unit.PERCENT,
    frame=promises.promises_to_cases,
    count=share("psychosocial", of="case"),
    when=happened("opened_on"),
    by=((category,),),
    serves=("UNI-01",),
)

EXAMINED = Indicator(
    code="universal.medical_evaluation",
    label=Text("Raste të reja me vlerësim mjekësor", "New cases with a medical evaluation"),
    definition=Text(
        "Nga rastet e hapura në periudhë, përqindja me vlerësim mjekësor dhe analiza rutinë.",
        "Of the cases opened in the period, the percentage with a medical evaluation and routine "
        "tests.",
    ),
    rule=Text(
        "Baza: rastet e reja. Duhen të dyja: vlerësimi, dhe të paktën një nga analizat rutinë "
        "(gjak, biokimike, eko, grafi).",
        "Base: the new cases. Both are needed: the evaluation, and at least one of the routine "
        "tests (blood count, biochemical, ultrasound, X-ray).",
    ),
    unit=Unit.PERCENT,
    frame=promises.promises_to_cases,
    count=share("medical", of="case"),
    when=happened("opened_on"),
    by=((category,),),
    serves=("UNI-02",),
)

INFORMED = Indicator(
    code="universal.informed_of_rights",
    label=Text("Raste të reja të informuara për të drejtat", "New cases informed of their rights"),
    definition=Text(
        "Nga rastet e hapura në periudhë, përqindja me vlerësim të nevojave juridike dhe të "
        "informuara për të drejtat.",
        "Of the cases opened in the period, the percentage whose legal needs were assessed and "
        "who were informed of their rights.",
    ),
    rule=Text(
        "Baza: rastet e reja. Vlerësimi ku nuk shënohet nëse personi u informua nuk mjafton.",
        "Base: the new cases. An assessment that does not say whether the person was informed is "
        "not enough.",
    ),
    unit=Unit.PERCENT,
    frame=promises.promises_to_cases,
    count=share("informed", of="case"),
    when=happened("opened_on"),
    by=((category,),),
    serves=("UNI-03",),
)

EDUCATION = Indicator(
    code="universal.educational_plan",
    label=Text(
        "Raste me vlerësim dhe plan arsimor", "Cases with an educational assessment and plan"
    ),
    definition=Text(
        "Nga rastet e hapura në cilëndo ditë të periudhës, përqindja me vlerësim të nivelit arsimor "
        "dhe me plan arsimor.",
        "Of the cases open on any day of the period, the percentage with an assessment of the "
        "educational level and an educational plan.",
    ),
    rule=Text(
        "Baza: të gjitha rastet e periudhës. Duhen të dyja, deri në fund të saj.",
        "Base: all cases of the period. Both are needed, by its end.",
    ),
    unit=Unit.PERCENT,
    frame=promises.promises_to_cases,
    count=share("education", of="case"),
    when=open_during("opened_on", "closed_on"),
    by=((category,),),
    serves=("UNI-04",),
)

HEALTH_CARD = Indicator(
    code="universal.health_card",
    label=Text("Raste me kartë shëndeti", "Cases with a health card"),
    definition=Text(
        "Nga rastet e hapura në cilëndo ditë të periudhës, përqindja me kartë shëndeti.",
        "Of the cases open on any day of the period, the percentage with a health card.",
    ),
    rule=Text(
        "Baza: të gjitha rastet e periudhës. Vlen karta e marrë deri në fund të saj.",
        "Base: all cases of the period. A card obtained by its end counts.",
    ),
    unit=Unit.PERCENT,
    frame=promises.promises_to_cases,
    count=share("health_card", of="case"),
    when=open_during("opened_on", "closed_on"),
    by=((category,),),
    serves=("UNI-05",),
)

JOBSEEKER = Indicator(
    code="universal.jobseeker",
    label=Text(
        "Raste të reja të regjistruara si punëkërkues", "New cases registered as jobseekers"
    ),
    definition=Text(
        "Nga rastet e hapura në periudhë, përqindja e të rriturve të regjistruar si punëkërkues.",
        "Of the cases opened in the period, the percentage of adults registered as jobseekers.",
    ),
    rule=Text(
        "Baza: rastet e reja pa të miturit, që nuk mund të regjistrohen; kush nuk ka moshë të "
        "regjistruar mbetet në bazë.",
        "Base: the new cases without minors, who cannot be registered; whoever has no recorded "
        "age stays in the base.",
    ),
    unit=Unit.PERCENT,
    frame=promises.promises_to_cases,
    count=share("jobseeker", of="case"),
    when=happened("opened_on"),
    where={"of_age": ("yes",)},
    by=((category,),),
    serves=("UNI-06",),
)

SUPPLIED = Indicator(
    code="universal.school_supplies",
    label=Text("Nxënës me libra dhe materiale", "Pupils with books and supplies"),
    definition=Text(
        "Nga përfituesit në shkollë, përqindja që mori libra ose materiale shkollore në periudhë.",
        "Of the beneficiaries in school, the percentage given books or supplies in the period.",
    ),
    rule=Text(
        "Baza: përfituesit e programit me regjistrim në shkollë, secili një herë.",
        "Base: the beneficiaries of the programme enrolled in a school, each once.",
    ),
    unit=Unit.PERCENT,
    frame=promises.pupils,
    count=share("supplied", of="person"),
    when=open_during("started_on", "ended_on"),
    where={"beneficiary": ("case", "child")},
    by=((beneficiary,),),
    serves=("UNI-07",),
)

MONITORED = Indicator(
    code="universal.monitored",
    label=Text("Raste në fazën 2–3 të monitoruara", "Cases in phases 2–3 monitored"),
    definition=Text(
        "Nga rastet në fazën 2 ose 3 në periudhë, përqindja me kontakt monitorimi në atë fazë.",
        "Of the cases in phase 2 or 3 in the period, the percentage with a monitoring contact in it.",
    ),
    rule=Text(
        "Baza: rastet që ishin në fazën 2 ose 3 qoftë edhe një ditë.",
        "Base: the cases that were in phase 2 or 3 even for one day.",
    ),
    unit=Unit.PERCENT,
    frame=promises.promises_to_cases,
    count=share("monitored", of="case"),
    when=open_during("opened_on", "closed_on"),
    where={"later_phase": ("yes",)},
    by=((category,),),
    serves=("UNI-08",),
)

PLANNED = Indicator(
    code="universal.served_by_plan",
    label=Text("Raste të shërbyera sipas planit", "Cases served by a plan"),
    definition=Text(
        "Nga rastet që morën shërbime në periudhë, përqindja me plan riintegrimi të miratuar.",
        "Of the cases that received services in the period, the percentage with an approved "
        "reintegration plan.",
    ),
    rule=Text(
        "Baza: rastet me të paktën një shërbim. Vlen plani i miratuar deri në fund të periudhës.",
        "Base: the cases with at least one service. A plan approved by the end of the period counts.",
    ),
    unit=Unit.PERCENT,
    frame=promises.promises_to_cases,
    count=share("planned", of="case"),
    when=open_during("opened_on", "closed_on"),
    where={"was_served": ("yes",)},
    by=((category,),),
    serves=("UNI-09",),
)

AID_BY_NEED = Indicator(
    code="universal.aid_by_need",
    label=Text("Ndihma pas vlerësimit të nevojave", "Aid after an assessment of needs"),
    definition=Text(
        "Nga personat që morën ndihma në periudhë, përqindja me nevoja të vlerësuara më parë.",
        "Of the people who received aid in the period, the percentage whose needs were assessed "
        "before.",
    ),
    rule=Text(
        "Baza: personat me të paktën një paketë. Vendos paketa e parë e periudhës: vlerësimi "
        "duhet të jetë bërë atë ditë ose më parë.",
        "Base: the people with at least one package. The first package of the period decides: "
        "the assessment must have been made that day or before.",
    ),
    unit=Unit.PERCENT,
    frame=promises.aid_by_need,
    count=share("assessed_before", of="person"),
    when=happened("on"),
    by=((beneficiary,),),
    serves=("UNI-10",),
)

INDICATORS = (
    ASSESSED,
    EXAMINED,
    INFORMED,
    EDUCATION,
    HEALTH_CARD,
    JOBSEEKER,
    SUPPLIED,
    MONITORED,
    PLANNED,
    AID_BY_NEED,
)
