"""Chapters 3 and 4: the mobile units, and raising the community's awareness."""

from __future__ import annotations

from agimi.insight.report.facts import EventList
from agimi.insight.report.nodes import Block, Chapter, ChartKind
from agimi.insight.report.writer import Writer, cut, ranked
from agimi.insight.text import Text

AWARENESS = (
    "meeting", "focus_group", "information_session", "awareness_activity", "workshop",
    "conference", "roundtable", "forum", "open_day", "campaign", "exchange", "fair",
)  # fmt: skip
IN_SCHOOLS = {"kind": ("information_session", "awareness_activity"), "audience": "students"}


def mobile_units(w: Writer) -> Chapter:
    """Whom the mobile units met, identified and referred."""
    identified = w.say(
        Text(
            "Njësitë e lëvizshme {n|identifikuan|identifikuan} {n:potential_victim} të trafikimit "
            "dhe {children:child} të tyre dhe i referuan te autoriteti përgjegjës.",
            "The mobile units identified {n:potential_victim} of trafficking and {children} of "
            "their children and referred them to the responsible authority.",
        ),
        n=w.n("mobile.identified", beneficiary="case"),
        children=w.n("mobile.identified", beneficiary="child"),
    )
    met = w.say(
        Text(
            "Në terren ato takuan {people:person} nga familje dhe grupe të cenueshme, "
            "{professionals:professional} dhe {bodies:institution}.",
            "In the field they met {people:person} from vulnerable families and groups, "
            "{professionals:professional} and {bodies:institution}.",
        ),
        people=w.n("mobile.contacts", contacted="person"),
        professionals=w.n("mobile.contacts", contacted="professional"),
        bodies=w.n("mobile.contacts", contacted="institution"),
    )
    blocks: list[Block] = [
        *w.paragraph(identified, lead=True),
        w.keys(
            w.key(Text("të identifikuar", "identified"), "mobile.identified", beneficiary="case"),
            w.key(Text("njerëz të takuar", "people met"), "mobile.contacts", contacted="person"),
            w.key(Text("profesionistë të takuar", "professionals met"), "mobile.contacts",
                  contacted="professional"),
        ),
        *w.paragraph(met),
        w.cross_table(Text("Kontaktet në terren sipas njësisë", "Contacts in the field by unit"),
                      Text("Njësia e lëvizshme", "Mobile unit"),
                      cut("mobile.contacts", "site"), "contacted"),
        *_of_the_units(w),
        *w.rule("mobile.identified", "mobile.contacts"),
    ]  # fmt: skip
    title = Text("Njësitë e lëvizshme", "The mobile units")
    return Chapter("mobile-units", w.words(title), tuple(blocks))


def _of_the_units(w: Writer) -> list[Block]:
    """What the mobile units organised, by kind."""
    units = [code for code, row in w.rows(cut("mobile.contacts", "site")) if row.value]
    if not units:
        return []
    counts = (
        (Text("Veprimtari", "Activities"), "activities.sessions"),
        (Text("Pjesëmarrës", "Participants"), "activities.participants"),
    )
    caption = Text(
        "Veprimtaritë e njësive të lëvizshme sipas llojit", "Activities of the mobile units by kind"
    )
    return [w.pair_table(caption, Text("Lloji", "Kind"), "kind", counts, site=units)]


def awareness(w: Writer) -> Chapter:
    """The year's events with professionals, in schools and with the community."""
    said = w.tell(
        Text(
            "Gjatë periudhës {n|u zhvillua|u zhvilluan} {n:event} me {people:participant}.",
            "{n:event} with {people:participant} {n|was|were} held in the period.",
        ),
        n=w.n("activities.sessions", kind=AWARENESS),
        people=w.n("activities.participants", kind=AWARENESS),
    )
    students = w.tell(
        Text(
            "Në shkolla {n|u zhvillua|u zhvilluan} {n:session} me {people:student}.",
            "{n:session} with {people:student} {n|was|were} held in schools.",
        ),
        n=w.n("activities.sessions", **IN_SCHOOLS),
        people=w.n("activities.participants", **IN_SCHOOLS),
    )
    blocks: list[Block] = [
        *(w.paragraph(said, students, lead=True) or w.nothing()),
        w.pair_table(
            Text("Veprimtaritë sipas llojit", "Activities by kind"),
            Text("Lloji", "Kind"), "kind",
            ((Text("Veprimtari", "Activities"), "activities.sessions"),
             (Text("Pjesëmarrës", "Participants"), "activities.participants")), only=AWARENESS),
        w.map(ChartKind.MUNICIPALITIES,
              Text("Të gjitha veprimtaritë sipas bashkisë", "All activities by municipality"),
              Text("Bashkia", "Municipality"), cut("activities.sessions", "municipality")),
        *w.rule("activities.sessions", "activities.participants"),
        *_list(w, Text("Takimet me profesionistë", "Meetings with professionals"),
               EventList.PROFESSIONALS),
        *_list(w, Text("Seancat informuese në shkolla", "Information sessions in schools"),
               EventList.SCHOOLS),
        *_list(w, Text("Fokus-grupet", "Focus groups"), EventList.FOCUS_GROUPS),
        *_list(w, Text("Veprimtari të tjera ndërgjegjësuese", "Other awareness activities"),
               EventList.AWARENESS),
        *_list(w, Text("Avokimi", "Advocacy"), EventList.ADVOCACY),
        *w.paragraph(
            w.tell(
                Text(
                    "{n|U monitorua|U monitoruan} {n:decision} "
                    "{n|gjyqësor|gjyqësore} për raste të dhunës.",
                    "{n} court {n|decision was|decisions were} monitored in cases of violence.",
                ),
                n=w.n("advocacy.court_decisions"),
            )
        ),
        w.heading(Text("Materialet informuese", "Information materials")),
        w.simple_table(
            Text("Materialet e shpërndara sipas llojit", "Materials handed out by kind"),
            Text("Materiali", "Material"),
            ranked("awareness.materials", "material"),
        ),
    ]  # fmt: skip
    title = Text("Ndërgjegjësimi i komunitetit", "Raising the community’s awareness")
    return Chapter("awareness", w.words(title), tuple(blocks))


def _list(w: Writer, title: Text, group: EventList) -> list[Block]:
    return [w.heading(title), w.events(title, w.facts.listed(group))]
