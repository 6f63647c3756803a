"""Chapters 6 to 8: childcare, social clubs, community centres."""

from __future__ import annotations

from collections.abc import Mapping

from agimi.insight.chapters.names import CENTRE
from agimi.insight.report.facts import EventList, Topic
from agimi.insight.report.lens import Code
from agimi.insight.report.nodes import Block, Chapter, ChartKind, Column, RowKind, Table, TableRow
from agimi.insight.report.writer import TOTAL, Writer, cut, ranked
from agimi.insight.results import Row
from agimi.insight.text import Text

# ── Childcare ─────────────────────────────────────────────────────────────────────────────


def childcare(w: Writer) -> Chapter:
    """The children in alternative care and their mothers, by centre."""
    said = w.say(
        Text(
            "Shërbimin e kujdesit alternativ e {n|përdori|përdorën} {n:child} ({boys:boy} dhe "
            "{girls:girl}) dhe {mothers:mother} që i {mothers|rrit|rrisin} vetë.",
            "{n:child} ({boys:boy} and {girls:girl}) and {mothers:mother} raising them alone used "
            "the alternative childcare service.",
        ),
        n=w.n("childcare.children"),
        boys=w.n("childcare.children", sex="male"),
        girls=w.n("childcare.children", sex="female"),
        mothers=w.n("childcare.mothers"),
    )
    blocks: list[Block] = [*w.paragraph(said, lead=True)]
    offered = w.facts.words(Topic.CHILDCARE)
    if offered:
        blocks += [w.heading(Text("Shërbimet", "Services")), *w.bullets(offered)]
    blocks += [
        w.heading(Text("Fëmijët dhe nënat sipas qendrës", "Children and mothers by centre")),
        _childcare_table(w),
        *w.rule("childcare.children", "childcare.mothers"),
    ]
    share = w.facts.words(Topic.MUNICIPAL_SHARE)
    if share:
        blocks += w.paragraph(
            w.say(
                Text("Një pjesë të kostos e mbulojnë {words}.",
                     "A part of the cost is borne by {words}."),
                words=w.listed(share),
            )
        )  # fmt: skip
    title = Text("Kujdesi alternativ për fëmijët", "Alternative childcare")
    return Chapter("childcare", w.words(title), tuple(blocks))


def _childcare_table(w: Writer) -> Table:
    columns = (
        Column(w.words(CENTRE), share=2.4),
        Column(w.words(Text("Fëmijë", "Children")), numeric=True, share=0.8),
        Column(w.words(Text("Djem", "Boys")), numeric=True, share=0.7),
        Column(w.words(Text("Vajza", "Girls")), numeric=True, share=0.7),
        Column(w.words(Text("Nëna", "Mothers")), numeric=True, share=0.7),
        Column(w.words(Text("Nëna me punë të plotë", "Mothers in full-time work")),
               numeric=True, share=1.1),
    )  # fmt: skip
    sites = [code for code, _ in w.rows(cut("childcare.children", "site"))]
    rows = [
        TableRow(((w.label("site", site),), *map(w.cell, _childcare_row(w, {"site": site}))))
        for site in sites
    ]
    total = _childcare_row(w, {})
    rows.append(TableRow(((w.words(TOTAL),), *map(w.cell, total)), RowKind.TOTAL))
    caption = Text(
        "Fëmijët në kujdes alternativ dhe nënat e tyre", "Children in childcare and their mothers"
    )
    return w.table(caption, columns, rows if total[0].value else [])


def _childcare_row(w: Writer, site: Mapping[str, Code]) -> list[Row]:
    return [
        w.lens.row("childcare.children", **site),
        w.lens.row("childcare.children", **site, sex="male"),
        w.lens.row("childcare.children", **site, sex="female"),
        w.lens.row("childcare.mothers", **site),
        w.lens.row("childcare.mothers", **site, full_time_work="yes"),
    ]


# ── Social clubs ──────────────────────────────────────────────────────────────────────────


def clubs(w: Writer) -> Chapter:
    """What went on in the social clubs, by club and by circle."""
    blocks: list[Block] = []
    for site, total in w.rows(cut("activities.sessions", "site", kind="club_session")):
        if total.value:
            blocks += _club(w, site, total)
    if not blocks:
        blocks = w.nothing()
    blocks += [
        w.heading(Text("Vizita, panaire dhe kampe", "Visits, fairs and camps")),
        w.events(Text("Vizita, panaire dhe kampe", "Visits, fairs and camps"),
                 w.facts.listed(EventList.VISITS_AND_FAIRS)),
    ]  # fmt: skip
    title = Text("Klubet sociale", "Social clubs")
    return Chapter("clubs", w.words(title), tuple(blocks))


def _club(w: Writer, site: str, sessions: Row) -> list[Block]:
    name = w.lens.label("site", site)
    held = w.say(
        Text("Klubi zhvilloi {n:session}.", "The club held {n:session}."), n=w.spoken(sessions)
    )
    awareness = w.tell(
        Text(
            "Krahas tyre {n|u zhvillua|u zhvilluan} {n:activity} "
            "{n|ndërgjegjësues|ndërgjegjësuese}.",
            "Beside them {n} awareness {n|activity was|activities were} held.",
        ),
        n=w.n("activities.sessions", site=site, kind="awareness_activity"),
    )
    trainings = w.tell(
        Text(
            "Në klub {n|u zhvillua|u zhvilluan} edhe {n:training}.",
            "{n:training} {n|was|were} held at the club too.",
        ),
        n=w.n("activities.sessions", site=site, kind="training"),
    )
    return [
        w.heading(name),
        *w.paragraph(held, awareness, trainings),
        w.chart(ChartKind.BARS, Text("Seancat sipas klubit", "Sessions by club"),
                Text("Klubi", "Club"),
                ranked("activities.sessions", "club", site=site, kind="club_session"),
                shares=False),
    ]  # fmt: skip


# ── Community centres ─────────────────────────────────────────────────────────────────────

_GROUPS = ("girls", "boys", "women", "men")
_EVENTS = ("camp", "training", "awareness_activity")
_TOTAL_1 = Text("GJITHSEJ (1): përfitues të shërbimeve", "TOTAL (1): people served")
_TOTAL_2 = Text("GJITHSEJ (2): pjesëmarrës", "TOTAL (2): participants")


def community_centres(w: Writer) -> Chapter:
    """For each centre, girls, boys, women and men by service, with both totals."""
    blocks: list[Block] = []
    for site, total in w.rows(cut("centre.beneficiaries", "site")):
        if total.value:
            blocks += _community_centre(w, site)
    title = Text("Qendrat komunitare", "Community centres")
    return Chapter("community-centres", w.words(title), tuple(blocks or w.nothing()))


def _community_centre(w: Writer, site: str) -> list[Block]:
    said = w.say(
        Text(
            "Qendra mbështeti {n:person} me shërbime; në veprimtaritë e saj {events|mori|morën} "
            "pjesë {events:participant}.",
            "The centre supported {n:person} with services; {events:participant} took part in its "
            "activities.",
        ),
        n=w.n("centre.beneficiaries", site=site),
        events=w.n("activities.participants", site=site, kind=_EVENTS),
    )
    centre = next((c for c in w.facts.centres if c.code == site), None)
    offers = w.bullets(centre.offers) if centre else []
    return [
        w.heading(w.lens.label("site", site)),
        *w.paragraph(said),
        *offers,
        _centre_table(w, site),
        w.simple_table(
            Text("Përfituesit e qendrës sipas grupit", "People served by group"),
            Text("Grupi", "Group"),
            ranked("centre.beneficiaries", "beneficiary_group", site=site),
        ),
        *w.rule("centre.beneficiaries"),
    ]


def _centre_table(w: Writer, site: str) -> Table:
    groups = [Column(w.label("group", code), numeric=True, share=0.7) for code in _GROUPS]
    columns = [
        Column(w.words(Text("Shërbimi ose veprimtaria", "Service or activity")), share=3.0),
        Column(w.words(TOTAL), numeric=True, share=0.8),
        *groups,
    ]
    people, events = "centre.beneficiaries", "activities.participants"
    services = [
        _line(w, w.label("centre_service", code), people, {"site": site, "centre_service": code})
        for code, row in w.rows(cut(people, "centre_service", site=site))
        if row.value
    ]
    strands = [
        _line(w, w.label("strand", code), people, {"site": site, "strand": code}, RowKind.SUBTOTAL)
        for code, row in w.rows(cut(people, "strand", site=site))
        if row.value
    ]
    kinds = [
        _line(w, w.label("kind", code), events, {"site": site, "kind": code})
        for code in _EVENTS
        if w.has(events, site=site, kind=code)
    ]
    rows = [
        *services,
        *strands,
        _line(w, w.words(_TOTAL_1), people, {"site": site}, RowKind.TOTAL),
        *kinds,
        _line(w, w.words(_TOTAL_2), events, {"site": site, "kind": _EVENTS}, RowKind.TOTAL),
    ]
    caption = Text(
        "Përfituesit dhe pjesëmarrësit: vajza, djem, gra, burra",
        "People served and participants: girls, boys, women, men",
    )
    note = Text(
        "GJITHSEJ (1) numëron çdo person një herë, edhe kur mori disa shërbime; "
        "GJITHSEJ (2) mbledh pjesëmarrësit e çdo veprimtarie.",
        "TOTAL (1) counts each person once, even with several services; "
        "TOTAL (2) adds up the participants of each activity.",
    )
    return w.table(caption, columns, rows, notes=[note])


def _line(
    w: Writer,
    name: str,
    indicator: str,
    fixed: Mapping[str, Code],
    kind: RowKind = RowKind.BODY,
) -> TableRow:
    cells = [w.cell(w.lens.row(indicator, **fixed))]
    cells += [w.cell(w.lens.row(indicator, **fixed, group=group)) for group in _GROUPS]
    return TableRow(((name,), *cells), kind)
