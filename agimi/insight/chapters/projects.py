"""Chapter 5: the projects, one section each, the same questions answered for all."""

from __future__ import annotations

from collections.abc import Sequence

from agimi.insight import format as fmt
from agimi.insight.report.facts import Party, Project, ProjectFigures, Target
from agimi.insight.report.lens import Lens
from agimi.insight.report.nodes import (
    Block,
    Bullets,
    Chapter,
    Column,
    Inlines,
    Strong,
    TableRow,
)
from agimi.insight.report.writer import Writer
from agimi.insight.text import Text

PARTICIPANTS = "project.participants"
TRAINED = {"kind": "training"}


def projects(w: Writer) -> Chapter:
    """Every project of the year that has a section of its own."""
    chosen = [project for project in w.facts.projects if project.own_chapter]
    blocks = [block for project in chosen for block in _project(w, project)]
    title = Text("Projektet", "Projects")
    return Chapter("projects", w.words(title), tuple(blocks or w.nothing()))


def _project(w: Writer, project: Project) -> list[Block]:
    figures = w.projects.get(project.code)
    return [
        w.heading(_title(project)),
        Bullets(tuple(_particulars(w, project))),
        *(w.paragraph((w.words(project.goal),)) if project.goal else []),
        *(_supported(w, figures) if figures else []),
        *_targets(w, project.targets, figures),
        *_activities(w, project),
        *(_events(w, figures) if figures else []),
    ]


def _title(project: Project) -> Text:
    title = project.title
    return Text(title, title) if isinstance(title, str) else title


def _particulars(w: Writer, project: Project) -> list[Inlines]:
    """Period, donors, partners, places: each a line, those not recorded left out."""
    lines = [
        (Text("Periudha", "Period"), w.lasting(project.span)),
        (Text("Donatorët", "Donors"), _parties(w, project.donors)),
        (Text("Partnerët", "Partners"), _parties(w, project.partners)),
        (
            Text("Vendet", "Places"),
            fmt.joined([w.words(place) for place in project.places], w.language),
        ),
    ]
    return [(Strong(f"{w.words(name)}: "), said) for name, said in lines if said]


def _parties(w: Writer, parties: Sequence[Party]) -> str:
    return "; ".join(w.words(party.name) for party in parties)


def _supported(w: Writer, figures: ProjectFigures) -> list[Block]:
    """Survivors and children in the year and since the project began, and those trained."""
    year = w.seeing(figures.year)
    blocks: list[Block] = []
    if year.lens.knows(PARTICIPANTS):
        blocks.append(_participants_table(w, figures))
    if year.has("activities.sessions", **TRAINED):
        blocks += w.paragraph(
            w.say(
                Text(
                    "Gjatë vitit {n|u zhvillua|u zhvilluan} {n:training} me {people:participant}.",
                    "{n:training} with {people:participant} {n|was|were} held in the year.",
                ),
                n=year.n("activities.sessions", **TRAINED),
                people=year.n("activities.participants", **TRAINED),
            )
        )
    return blocks


def _participants_table(w: Writer, figures: ProjectFigures) -> Block:
    lenses = [w.seeing(figures.year).lens]
    titles = [Text("Gjatë periudhës", "In the period")]
    if figures.to_date is not None:
        lenses.append(w.seeing(figures.to_date).lens)
        titles.append(Text("Që nga fillimi i projektit", "Since the project began"))
    codes = dict.fromkeys(
        code
        for lens in lenses
        for code, row in lens.along(PARTICIPANTS, "participant")
        if row.value
    )
    rows = [TableRow(((w.label("participant", code),), *_each(w, lenses, code))) for code in codes]
    columns = [Column(w.words(Text("Të mbështetur", "Supported")), share=2.0)]
    columns += [Column(w.words(title), numeric=True) for title in titles]
    caption = Text("Personat e mbështetur nga projekti", "People supported by the project")
    return w.table(caption, columns, rows)


def _each(w: Writer, lenses: Sequence[Lens], code: str) -> list[Inlines]:
    return [w.cell(lens.row(PARTICIPANTS, participant=code)) for lens in lenses]


def _targets(w: Writer, targets: Sequence[Target], figures: ProjectFigures | None) -> list[Block]:
    if not targets:
        return []
    columns = (
        Column(w.words(Text("Synimi", "Target")), share=2.6),
        Column(w.words(Text("U premtua", "Promised")), numeric=True, share=0.8),
        Column(w.words(Text("U arrit", "Reached")), numeric=True, share=0.8),
    )
    rows = [
        TableRow(((w.words(target.label),), (_promised(w, target),), _reached(w, target, figures)))
        for target in targets
    ]
    caption = Text("Synimet e projektit", "Targets of the project")
    return [w.table(caption, columns, rows)]


def _promised(w: Writer, target: Target) -> str:
    least = "≥" + fmt.NO_BREAK if target.at_least else ""
    return least + fmt.number(target.promised, w.language)


def _reached(w: Writer, target: Target, figures: ProjectFigures | None) -> Inlines:
    """The figure of the target's indicator since the project began; a dash without one."""
    if figures is None or not target.indicator:
        return (fmt.NOTHING,)
    lens = w.seeing(figures.year if figures.to_date is None else figures.to_date).lens
    return w.cell(lens.row(target.indicator)) if lens.knows(target.indicator) else (fmt.NOTHING,)


def _activities(w: Writer, project: Project) -> list[Block]:
    if not project.activities:
        return []
    title = Text("Veprimtaritë e planifikuara", "Planned activities")
    return [w.heading(title, 3), *w.bullets(project.activities, compact=False)]


def _events(w: Writer, figures: ProjectFigures) -> list[Block]:
    """The project's events by kind; one by one they stand in the chapters they belong to."""
    year = w.seeing(figures.year)
    if not year.has("activities.sessions"):
        return []
    caption = Text(
        "Veprimtaritë e projektit gjatë periudhës", "Events of the project in the period"
    )
    counts = (
        (Text("Veprimtari", "Events"), "activities.sessions"),
        (Text("Pjesëmarrës", "Participants"), "activities.participants"),
    )
    return [year.pair_table(caption, Text("Lloji", "Kind"), "kind", counts)]
