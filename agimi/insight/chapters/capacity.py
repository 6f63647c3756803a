"""Chapters 9, 10, 12 and 13: trainings, support of staff, coordination, publications."""

from __future__ import annotations

from agimi.insight.report.facts import EventList, Topic
from agimi.insight.report.nodes import Block, Bullets, Chapter, ChartKind, Column, TableRow
from agimi.insight.report.writer import Writer, ranked
from agimi.insight.text import Text


def trainings(w: Writer) -> Chapter:
    """Trainings of professionals, and those for beneficiaries."""
    said = w.say(
        Text(
            "Gjatë periudhës {n|u zhvillua|u zhvilluan} {n:training} me {people:professional}.",
            "{n:training} with {people:professional} {n|was|were} held in the period.",
        ),
        n=w.n("activities.sessions", kind="training"),
        people=w.n("activities.participants", kind="training"),
    )
    blocks: list[Block] = [
        *w.paragraph(said, lead=True),
        w.events(Text("Trajnimet e profesionistëve", "Trainings of professionals"),
                 w.facts.listed(EventList.TRAININGS)),
        w.heading(Text("Trajnimet për përfituesit", "Trainings for beneficiaries")),
        w.events(Text("Trajnimet për përfituesit", "Trainings for beneficiaries"),
                 w.facts.listed(EventList.BENEFICIARY_TRAININGS)),
    ]  # fmt: skip
    title = Text("Trajnimet", "Trainings")
    return Chapter("trainings", w.words(title), tuple(blocks))


def staff_support(w: Writer) -> Chapter:
    """Supervision and what it found; workshops and exchanges."""
    blocks: list[Block] = []
    if w.has("supervision.sessions"):
        blocks += w.paragraph(
            w.say(
                Text(
                    "{people:professional} nga {centres:centre} {people|mori|morën} mbikëqyrje "
                    "klinike individuale në {n:session}.",
                    "{people:professional} from {centres:centre} received individual clinical "
                    "supervision in {n:session}.",
                ),
                people=w.n("supervision.professionals"),
                centres=w.n("supervision.centres"),
                n=w.n("supervision.sessions"),
            ),
            lead=True,
        )
    else:
        blocks += w.nothing()
    for topic, title in (
        (Topic.SUPERVISION_FINDINGS,
         Text("Sfidat e hasura gjatë mbikëqyrjes", "Challenges found in supervision")),
        (Topic.SUPERVISION_ADVICE, Text("Rekomandimet", "Recommendations")),
    ):  # fmt: skip
        words = w.facts.words(topic)
        if words:
            blocks += [w.heading(title), *w.bullets(words, compact=False)]
    activities = Text("Seminare dhe shkëmbime përvojash", "Workshops and exchanges")
    blocks += [w.heading(activities), w.events(activities, w.facts.listed(EventList.STAFF))]
    title = Text("Mbështetja e stafit", "Support of staff")
    return Chapter("staff-support", w.words(title), tuple(blocks))


def coordination(w: Writer) -> Chapter:
    """Meetings with the other actors, agreements signed."""
    meetings = Text("Takime dhe veprimtari bashkërendimi", "Meetings and coordination events")
    blocks: list[Block] = [
        *w.paragraph(
            Text(
                "Organizata vijoi bashkëpunimin me institucionet dhe organizatat që mbrojnë "
                "viktimat e trafikimit dhe të dhunës.",
                "The organisation went on working together with the institutions and "
                "organisations that protect victims of trafficking and violence.",
            ),
            lead=True,
        ),
        *w.named(
            Text("Takimet u zhvilluan me: {words}.", "Meetings were held with: {words}."),
            w.facts.words(Topic.COORDINATION),
            keep=True,
        ),
        w.events(meetings, w.facts.listed(EventList.COORDINATION)),
        w.heading(Text("Marrëveshjet", "Agreements")),
        _agreements(w),
    ]
    title = Text("Bashkërendimi me aktorët e tjerë", "Coordination with other actors")
    return Chapter("coordination", w.words(title), tuple(blocks))


def _agreements(w: Writer) -> Block:
    columns = (
        Column(w.words(Text("Data", "Date"))),
        Column(w.words(Text("Institucioni", "Body")), share=1.6),
        Column(w.words(Text("Objekti", "Subject")), share=2.4),
    )
    rows = [
        TableRow(((w.on(item.signed_on),), (w.words(item.partner),), (w.words(item.subject),)))
        for item in w.facts.agreements
    ]
    caption = Text("Marrëveshjet e nënshkruara", "Agreements signed")
    return w.table(caption, columns, rows)


def publications(w: Writer) -> Chapter:
    """What was published, with where to find it."""
    items = tuple(w.publication(item) for item in w.facts.publications)
    blocks: list[Block] = [Bullets(items)] if items else w.nothing()
    if items:
        blocks.append(
            w.chart(ChartKind.BARS, Text("Botimet sipas llojit", "Publications by kind"),
                    Text("Lloji", "Kind"), ranked("publications.publications", "publication_kind"),
                    shares=False)
        )  # fmt: skip
    title = Text("Manuale, udhëzues dhe botime të tjera", "Manuals, guides and other publications")
    return Chapter("publications", w.words(title), tuple(blocks))
