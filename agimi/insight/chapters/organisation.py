"""The organisation in its own words, and the projects and donors of the year."""

from __future__ import annotations

from agimi.insight.report.facts import Party, Project
from agimi.insight.report.finish import UNNUMBERED
from agimi.insight.report.nodes import Block, Chapter, Column, Inlines, Prose, TableRow
from agimi.insight.report.writer import Writer
from agimi.insight.text import Text


def organisation(w: Writer) -> Chapter:
    """Vision, mission and lines of work."""
    own = w.facts.organisation
    blocks: list[Block] = []
    if own.vision:
        blocks += [w.heading(Text("Vizioni", "Vision")), Prose((w.words(own.vision),), lead=True)]
    if own.mission:
        blocks += [w.heading(Text("Misioni", "Mission")), Prose((w.words(own.mission),), lead=True)]
    if own.lines_of_work:
        blocks += [w.heading(Text("Fushat e punës", "Lines of work"))]
        blocks += w.bullets(own.lines_of_work)
    if not blocks:
        blocks = w.paragraph(
            Text(
                "Vizioni, misioni dhe fushat e punës ende nuk janë shënuar.",
                "Vision, mission and lines of work have not been written down yet.",
            )
        )
    title = Text("Organizata", "The organisation")
    return Chapter("organisation", w.words(title), tuple(blocks), UNNUMBERED)


def projects_and_donors(w: Writer) -> Chapter:
    """The projects that ran in the period, with their donors."""
    blocks: list[Block] = []
    if w.facts.projects:
        donors = sorted({w.words(d.name) for p in w.facts.projects for d in p.donors})
        blocks += w.paragraph(
            w.say(
                Text(
                    "Gjatë periudhës organizata zbatoi {n:project}.",
                    "During the period the organisation carried out {n:project}.",
                ),
                n=w.n("programme.projects"),
            ),
            lead=True,
        )
        blocks.append(_project_table(w))
        if donors:
            blocks += [w.heading(Text("Donatorët", "Donors")), *w.bullets(donors)]
    else:
        blocks += w.paragraph(
            Text(
                "Në këtë periudhë nuk ka projekte të regjistruara.",
                "No projects are recorded for this period.",
            )
        )
    title = Text("Projektet dhe donatorët", "Projects and donors")
    return Chapter("projects-and-donors", w.words(title), tuple(blocks), UNNUMBERED)


def _project_table(w: Writer) -> Block:
    columns = (
        Column(w.words(Text("Projekti", "Project")), share=2.4),
        Column(w.words(Text("Periudha", "Period")), share=1.1),
        Column(w.words(Text("Donatorët", "Donors")), share=1.7),
    )
    rows = [TableRow(_project_cells(w, project)) for project in w.facts.projects]
    caption = Text("Projektet e zbatuara gjatë periudhës", "Projects carried out in the period")
    return w.table(caption, columns, rows)


def _project_cells(w: Writer, project: Project) -> tuple[Inlines, ...]:
    donors = "; ".join(named_party(w, donor) for donor in project.donors)
    return (w.words(project.title),), (w.lasting(project.span),), (donors,)


def named_party(w: Writer, party: Party) -> str:
    """A body by its name; what it is to the project is said by the column or the list."""
    return w.words(party.name)
