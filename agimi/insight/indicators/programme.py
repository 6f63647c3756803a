"""Projects, partners, places, sites, staff, agreements, publications, supervision."""

from agimi.insight.dimensions import (
    body,
    donor,
    month,
    of_whom,
    participant,
    partner,
    partner_role,
    place,
    place_level,
    project,
    publication_kind,
    role,
    served_by,
    sex,
    site,
    site_kind,
    target,
)
from agimi.insight.measure import (
    Indicator,
    always,
    distinct,
    happened,
    open_at_end,
    open_during,
    total,
)
from agimi.insight.results import Unit
from agimi.insight.subjects import programme
from agimi.insight.text import Text

PROJECTS = Indicator(
    code="programme.projects",
    label=Text("Projekte", "Projects"),
    definition=Text(
        "Projekte në zbatim në cilëndo ditë të periudhës.",
        "Projects running on any day of the period.",
    ),
    rule=Text(
        "Çdo projekt numërohet një herë; sipas donatorit, te secili donator.",
        "Each project counts once; by donor, under each donor.",
    ),
    unit=Unit.PROJECTS,
    frame=programme.projects,
    count=distinct("project"),
    when=open_during("started_on", "ended_on"),
    by=((donor,),),
    serves=("OUT-22",),
)

PROJECT_MONTHS = Indicator(
    code="programme.project_months",
    label=Text("Muaj të projektit", "Months of the project"),
    definition=Text(
        "Muajt nga nisja e projektit deri në fundin e tij, ose në fundin e periudhës.",
        "The months from the start of the project to its end, or to the end of the period.",
    ),
    rule=Text(
        "Muaji i nisur numërohet i plotë. Për disa projekte, muajt mblidhen.",
        "A month begun counts whole. Of several projects the months are added.",
    ),
    unit=Unit.MONTHS,
    frame=programme.projects,
    count=total("months", of="project"),
    when=open_during("started_on", "ended_on"),
    serves=("OUT-22",),
)

PARTNERS = Indicator(
    code="programme.partners",
    label=Text("Partnerë të projekteve", "Partners of projects"),
    definition=Text(
        "Institucione me një rol në projektet e periudhës.",
        "Bodies with a role in the projects of the period.",
    ),
    rule=Text(
        "Çdo institucion numërohet një herë; sipas rolit, një herë në secilin.",
        "Each body counts once; by role, once in each.",
    ),
    unit=Unit.BODIES,
    frame=programme.project_bodies,
    count=distinct("body"),
    when=open_during("started_on", "ended_on"),
    by=((partner_role,), (partner_role, body)),
    several=(partner_role,),
    serves=("OUT-22",),
)

PLACES = Indicator(
    code="programme.places",
    label=Text("Vende të projekteve", "Places of projects"),
    definition=Text(
        "Qarqe, bashki dhe vende të tjera ku zbatohen projektet e periudhës.",
        "Counties, municipalities and other places in which the projects of the period work.",
    ),
    rule=Text(
        "Çdo vend numërohet një herë, edhe kur disa projekte punojnë aty.",
        "Each place counts once, even where several projects work there.",
    ),
    unit=Unit.OTHER,
    frame=programme.project_places,
    count=distinct("place"),
    when=open_during("started_on", "ended_on"),
    by=((place_level,), (place_level, place)),
    serves=("OUT-22",),
)

TARGETS = Indicator(
    code="programme.targets",
    label=Text("Objektiva të projekteve", "Targets of projects"),
    definition=Text("Numrat që premtuan projektet.", "The numbers that projects promised."),
    rule=Text(
        "Numri i vendosur për projektin; “të paktën” mbetet “të paktën”.",
        "The number set for the project; “at least” remains “at least”.",
    ),
    unit=Unit.OTHER,
    frame=programme.targets,
    count=total("value", of="target_number", quality="quality"),
    when=always(),
    by=((target,), (project, target)),
    has_total=False,
    serves=("OUT-22",),
)

PARTICIPANTS = Indicator(
    code="project.participants",
    label=Text("Persona në projekte", "People in projects"),
    definition=Text(
        "Persona që morën pjesë në projekte në cilëndo ditë të periudhës.",
        "People who took part in projects on any day of the period.",
    ),
    rule=Text(
        "Çdo person numërohet një herë, dhe një herë në çdo mënyrë pjesëmarrjeje. Kush shërbehet "
        "nga një partner numërohet veç nga kush shërbehet nga organizata. Numrat e një viti dhe "
        "ata që nga nisja e projektit nuk krahasohen.",
        "Each person counts once, and once in each way of taking part. Who is served by a partner "
        "counts apart from who is served by the organisation. Numbers of a year and numbers "
        "since the project began are not compared.",
    ),
    unit=Unit.PERSONS,
    frame=programme.participations,
    count=distinct("person"),
    when=open_during("started_on", "ended_on"),
    by=(
        (participant,),
        (served_by,),
        (sex,),
        (participant, sex),
        (participant, served_by),
    ),
    several=(participant, served_by),
    serves=("OUT-22",),
)

SITES = Indicator(
    code="programme.sites",
    label=Text("Qendra dhe njësi", "Sites and units"),
    definition=Text(
        "Qendra, klube dhe njësi të hapura në cilëndo ditë të periudhës.",
        "Centres, clubs and units open on any day of the period.",
    ),
    rule=Text(
        "Çdo vendndodhje numërohet një herë. Për një projekt: ato ku projekti paguan një punonjës.",
        "Each site counts once. Of a project: those at which it pays a post.",
    ),
    unit=Unit.UNITS,
    frame=programme.sites,
    count=distinct("site"),
    when=open_during("started_on", "ended_on"),
    by=((site_kind,), (site_kind, site)),
    serves=("OUT-17",),
)

STAFF = Indicator(
    code="programme.staff",
    label=Text("Personeli", "Staff"),
    definition=Text(
        "Punonjës me detyrë në ditën e fundit të periudhës.",
        "Staff members holding a post on the last day of the period.",
    ),
    rule=Text(
        "Çdo punonjës numërohet një herë; sipas vendit dhe detyrës, një herë në secilin.",
        "Each member counts once; by site and post, once in each.",
    ),
    unit=Unit.PERSONS,
    frame=programme.posts,
    count=distinct("staff"),
    when=open_at_end("started_on", "ended_on"),
    by=((site,), (role,), (site, role)),
    several=(site, role),
    serves=("OUT-17",),
)

RECRUITED = Indicator(
    code="programme.staff_recruited",
    label=Text("Punonjës të rekrutuar", "Staff recruited"),
    definition=Text(
        "Punonjës, detyra e parë e të cilëve në një vendndodhje nisi gjatë periudhës.",
        "Staff members whose first post at a site began in the period.",
    ),
    rule=Text(
        "Çdo punonjës numërohet një herë; sipas vendit, një herë në secilin.",
        "Each member counts once; by site, once in each.",
    ),
    unit=Unit.PERSONS,
    frame=programme.first_posts,
    count=distinct("staff"),
    when=happened("started_on"),
    by=((site,),),
    several=(site,),
    serves=("OUT-17",),
)

AGREEMENTS = Indicator(
    code="programme.agreements",
    label=Text("Marrëveshje", "Agreements"),
    definition=Text(
        "Marrëveshje të nënshkruara gjatë periudhës.", "Agreements signed in the period."
    ),
    rule=Text("Çdo marrëveshje numërohet një herë.", "Each agreement counts once."),
    unit=Unit.AGREEMENTS,
    frame=programme.agreements,
    count=distinct("agreement"),
    when=happened("on"),
    by=((site,),),
    serves=("OUT-26",),
)

AGREEMENT_BODIES = Indicator(
    code="programme.agreement_bodies",
    label=Text("Institucione me marrëveshje", "Bodies with agreements"),
    definition=Text(
        "Institucione me të cilat u nënshkruan marrëveshje gjatë periudhës.",
        "Bodies with which agreements were signed in the period.",
    ),
    rule=Text(
        "Çdo institucion numërohet një herë, pavarësisht sa marrëveshje nënshkroi.",
        "Each body counts once, however many agreements it signed.",
    ),
    unit=Unit.BODIES,
    frame=programme.agreements,
    count=distinct("body"),
    when=happened("on"),
    by=((site,),),
    several=(site,),
    serves=("OUT-26",),
)

PUBLICATIONS = Indicator(
    code="publications.publications",
    label=Text("Botime", "Publications"),
    definition=Text("Botime të periudhës.", "Publications of the period."),
    rule=Text(
        "Çdo botim numërohet një herë; me disa partnerë, te secili partner.",
        "Each publication counts once; with several partners, under each.",
    ),
    unit=Unit.PUBLICATIONS,
    frame=programme.publications,
    count=distinct("publication"),
    when=happened("on"),
    by=((publication_kind,), (publication_kind, partner)),
    serves=("OUT-26",),
)

COURT_DECISIONS = Indicator(
    code="advocacy.court_decisions",
    label=Text("Vendime gjyqësore të monitoruara", "Court decisions monitored"),
    definition=Text(
        "Vendime gjyqësore të monitoruara gjatë periudhës.",
        "Court decisions monitored in the period.",
    ),
    rule=Text("Çdo vendim numërohet një herë.", "Each decision counts once."),
    unit=Unit.OTHER,
    frame=programme.court_decisions,
    count=distinct("decision"),
    when=happened("on"),
    serves=("OUT-18",),
)

SUPERVISIONS = Indicator(
    code="supervision.sessions",
    label=Text("Seanca mbikëqyrjeje", "Supervision sessions"),
    definition=Text(
        "Seanca mbikëqyrjeje individuale gjatë periudhës.",
        "Individual supervision sessions in the period.",
    ),
    rule=Text("Çdo seancë numërohet një herë.", "Each session counts once."),
    unit=Unit.SESSIONS,
    frame=programme.supervisions,
    count=distinct("supervision"),
    when=happened("on"),
    by=((of_whom,), (month,)),
    serves=("OUT-24",),
)

SUPERVISED = Indicator(
    code="supervision.professionals",
    label=Text("Profesionistë të mbikëqyrur", "Professionals supervised"),
    definition=Text(
        "Profesionistë me të paktën një seancë mbikëqyrjeje gjatë periudhës.",
        "Professionals with at least one supervision session in the period.",
    ),
    rule=Text(
        "Çdo profesionist numërohet një herë, pavarësisht sa seanca pati.",
        "Each professional counts once, however many sessions they had.",
    ),
    unit=Unit.PERSONS,
    frame=programme.supervisions,
    count=distinct("supervised"),
    when=happened("on"),
    by=((of_whom,),),
    opens="supervision",
    serves=("OUT-24",),
)

SUPERVISED_CENTRES = Indicator(
    code="supervision.centres",
    label=Text("Qendra me personel të mbikëqyrur", "Centres with supervised staff"),
    definition=Text(
        "Qendra, personeli i të cilave u mbikëqyr gjatë periudhës.",
        "Centres whose staff were supervised in the period.",
    ),
    rule=Text(
        "Çdo qendër numërohet një herë; edhe organizata vetë është një.",
        "Each centre counts once; the organisation itself is one too.",
    ),
    unit=Unit.BODIES,
    frame=programme.supervisions,
    count=distinct("centre"),
    when=happened("on"),
    serves=("OUT-24",),
)

INDICATORS = (
    PROJECTS,
    PROJECT_MONTHS,
    PARTNERS,
    PLACES,
    TARGETS,
    PARTICIPANTS,
    SITES,
    STAFF,
    RECRUITED,
    AGREEMENTS,
    AGREEMENT_BODIES,
    PUBLICATIONS,
    COURT_DECISIONS,
    SUPERVISIONS,
    SUPERVISED,
    SUPERVISED_CENTRES,
)
