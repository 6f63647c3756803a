"""Sessions and events, and who took part in them."""

from agimi.insight.dimensions import (
    activity,
    audience,
    beneficiary,
    body,
    club,
    county,
    event,
    group,
    kind,
    material,
    month,
    municipality,
    organiser,
    sent_by,
    sex,
    site,
    topic,
    venue_kind,
)
from agimi.insight.measure import Indicator, distinct, happened, total
from agimi.insight.results import Unit
from agimi.insight.subjects import activities
from agimi.insight.text import Text

SESSIONS = Indicator(
    code="activities.sessions",
    label=Text("Veprimtari të zhvilluara", "Activities held"),
    definition=Text(
        "Seanca, takime, trajnime dhe veprimtari të zhvilluara gjatë periudhës.",
        "Sessions, meetings, trainings and events held in the period.",
    ),
    rule=Text(
        "Çdo veprimtari numërohet një herë, në ditën e parë, pavarësisht sa ditë zgjati dhe në sa "
        "kapituj përmendet. Veprimtaritë e anuluara nuk numërohen. Me disa tema a auditore, "
        "numërohet te secila.",
        "Each counts once, on its first day, however many days it lasted and in however many "
        "chapters it stands. Cancelled ones do not count. With several topics or audiences it "
        "counts under each.",
    ),
    unit=Unit.EVENTS,
    frame=activities.sessions,
    count=distinct("session"),
    when=happened("on"),
    by=(
        (kind,),
        (activity,),
        (site,),
        (month,),
        (event,),
        (county,),
        (municipality,),
        (organiser,),
        (kind, activity),
        (kind, topic),
        (kind, audience),
        (kind, month),
        (kind, organiser),
        (kind, county),
        (kind, body),
        (site, kind),
        (site, activity),
        (site, kind, activity),
        (site, kind, audience),
        (site, kind, club),
    ),
    serves=("OUT-10", "OUT-17", "OUT-18", "OUT-20", "OUT-23", "OUT-24", "OUT-25"),
)

PARTICIPANTS = Indicator(
    code="activities.participants",
    label=Text("Pjesëmarrës", "Participants"),
    definition=Text(
        "Pjesëmarrës në veprimtaritë e periudhës, të numëruar ose me emër.",
        "Participants in the activities of the period, counted or by name.",
    ),
    rule=Text(
        "Shuma e numrave të shënuar në çdo veprimtari dhe e atyre që janë shënuar me emër. Kush "
        "mori pjesë në dy veprimtari numërohet dy herë: janë pjesëmarrje, jo persona. Nuk "
        "numërohen trajnerët, bashkëpunëtorët dhe të pranishmit e tjerë. Një veprimtari pa numër "
        "e bën shumën “të paktën”.",
        "The sum of the numbers noted at each activity and of those listed by name. Who came to "
        "two activities counts twice: these are attendances, not different people. Trainers, "
        "collaborators and others present do not count. An activity without a number makes the "
        "sum “at least”.",
    ),
    unit=Unit.PARTICIPANTS,
    frame=activities.participants,
    count=total("number", of="line", quality="quality"),
    when=happened("on"),
    by=(
        (kind,),
        (activity,),
        (group,),
        (event,),
        (site,),
        (month,),
        (kind, topic),
        (kind, group),
        (kind, audience),
        (kind, activity),
        (event, group),
        (event, audience),
        (event, sent_by),
        (site, kind),
        (site, group),
        (site, kind, group),
        (site, kind, audience),
        (site, kind, club),
    ),
    opens="session",
    serves=("OUT-10", "OUT-17", "OUT-18", "OUT-20", "OUT-21", "OUT-23", "OUT-24", "OUT-25"),
)

ATTENDEES = Indicator(
    code="activities.attendees",
    label=Text("Persona të ndryshëm me emër", "Different people, by name"),
    definition=Text(
        "Persona të shënuar me emër në veprimtaritë e periudhës.",
        "People listed by name at the activities of the period.",
    ),
    rule=Text(
        "Çdo person numërohet një herë; sipas llojit ose vendit, një herë në secilin.",
        "Each person counts once; by kind or site, once in each.",
    ),
    unit=Unit.PERSONS,
    frame=activities.attendances,
    count=distinct("person"),
    when=happened("on"),
    by=((kind,), (activity,), (site,), (sex,), (beneficiary,), (kind, sex), (site, kind)),
    several=(kind, activity, site),
    serves=("OUT-10",),
)

ATTENDANCES = Indicator(
    code="activities.attendances",
    label=Text("Pjesëmarrje me emër", "Attendances by name"),
    definition=Text(
        "Pjesëmarrje të shënuara me emër në veprimtaritë e periudhës.",
        "Attendances noted by name at the activities of the period.",
    ),
    rule=Text(
        "Çdo pjesëmarrje numërohet: kush erdhi tri herë ka tri.",
        "Every attendance counts: who came three times has three.",
    ),
    unit=Unit.ATTENDANCES,
    frame=activities.attendances,
    count=distinct("attendance"),
    when=happened("on"),
    by=((kind,), (activity,), (site,), (site, kind)),
    serves=("OUT-10",),
)

BODIES = Indicator(
    code="activities.bodies",
    label=Text("Institucione në veprimtari", "Bodies at activities"),
    definition=Text(
        "Institucione me të cilat u zhvilluan veprimtaritë, ose që dërguan pjesëmarrës.",
        "Bodies with which activities were held, or that sent participants.",
    ),
    rule=Text(
        "Çdo institucion numërohet një herë; sipas llojit ose ngjarjes, një herë në secilin.",
        "Each body counts once; by kind or event, once in each.",
    ),
    unit=Unit.BODIES,
    frame=activities.bodies_at_sessions,
    count=distinct("body"),
    when=happened("on"),
    by=((kind,), (event,), (kind, body)),
    several=(kind, event),
    serves=("OUT-18", "OUT-24"),
)

DAYS = Indicator(
    code="activities.days",
    label=Text("Ditë veprimtarie", "Days of activity"),
    definition=Text(
        "Ditët që zgjatën veprimtaritë e periudhës.",
        "The days that the activities of the period lasted.",
    ),
    rule=Text(
        "Shuma e ditëve të çdo veprimtarie që nisi në periudhë.",
        "The sum of the days of each activity that began in the period.",
    ),
    unit=Unit.DAYS,
    frame=activities.sessions,
    count=total("days", of="session"),
    when=happened("on"),
    by=((kind,), (event,)),
    serves=("OUT-18", "OUT-23"),
)

STAFF = Indicator(
    code="activities.staff",
    label=Text("Drejtues të veprimtarive", "People who held activities"),
    definition=Text(
        "Punonjës dhe ekspertë të kontraktuar që drejtuan veprimtaritë e periudhës.",
        "Staff and contracted experts who held the activities of the period.",
    ),
    rule=Text(
        "Çdo person numërohet një herë; sipas llojit, një herë në secilin.",
        "Each person counts once; by kind, once in each.",
    ),
    unit=Unit.PERSONS,
    frame=activities.staff_at_sessions,
    count=distinct("staff"),
    when=happened("on"),
    by=((kind,), (site, kind)),
    several=(kind, site),
    serves=("OUT-18", "OUT-23"),
)

COLLABORATORS = Indicator(
    code="activities.collaborators",
    label=Text("Bashkëpunëtorë të pranishëm", "Collaborators present"),
    definition=Text(
        "Bashkëpunëtorë që ndihmuan në veprimtari, veç pjesëmarrësve.",
        "Collaborators who helped at activities, apart from the participants.",
    ),
    rule=Text(
        "Shuma e numrave të shënuar si bashkëpunëtorë.",
        "The sum of the numbers noted as collaborators.",
    ),
    unit=Unit.PARTICIPANTS,
    frame=activities.others_present,
    count=total("number", of="headcount", quality="quality"),
    when=happened("on"),
    where={"head_role": ("collaborator",)},
    by=((kind,), (topic,), (event,)),
    serves=("OUT-23",),
)

VENUES = Indicator(
    code="activities.venues",
    label=Text("Vende ku u zhvilluan", "Venues"),
    definition=Text(
        "Institucione ku u zhvilluan veprimtaritë e periudhës.",
        "Bodies at which the activities of the period took place.",
    ),
    rule=Text(
        "Çdo vend numërohet një herë; sipas qendrës organizuese, një herë për secilën.",
        "Each venue counts once; by organising site, once for each.",
    ),
    unit=Unit.OTHER,
    frame=activities.venues,
    count=distinct("venue"),
    when=happened("on"),
    by=((venue_kind,), (kind, venue_kind), (site, venue_kind)),
    several=(kind, site),
    serves=("OUT-17",),
)

MATERIALS = Indicator(
    code="awareness.materials",
    label=Text("Materiale të shpërndara", "Materials handed out"),
    definition=Text(
        "Kopje të materialeve informuese të shpërndara gjatë periudhës.",
        "Copies of information materials handed out in the period.",
    ),
    rule=Text(
        "Shuma e kopjeve; një shpërndarje pa numër e bën shumën “të paktën”.",
        "The sum of the copies; a distribution without a number makes it “at least”.",
    ),
    unit=Unit.OTHER,
    frame=activities.distributions,
    count=total("number", of="distribution", quality="quality"),
    when=happened("on"),
    by=((material,), (site, material)),
    serves=("OUT-18",),
)

INDICATORS = (
    SESSIONS,
    PARTICIPANTS,
    ATTENDEES,
    ATTENDANCES,
    BODIES,
    DAYS,
    STAFF,
    COLLABORATORS,
    VENUES,
    MATERIALS,
)
