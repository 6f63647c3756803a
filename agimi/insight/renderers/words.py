"""The few words that renderers add themselves, in both languages."""

from __future__ import annotations

from agimi.insight import format as fmt
from agimi.insight.report.nodes import MARKS, Document, Protection
from agimi.insight.text import Language, Text

CONTENTS = Text("Përmbajtja", "Contents")
TABLE = Text("Tabela", "Table")
FIGURE = Text("Figura", "Figure")
PAGE = Text("Faqja", "Page")
SHOW_TABLE = Text("Shfaq tabelën", "Show the table")
RECORDS_BEHIND = Text("Regjistrimet pas këtij numri", "The records behind this number")
CONTACT = Text("Kontakt", "Contact")
ABOUT = Text("Rreth këtij raporti", "About this report")
ALL_FIGURES = Text("Të gjitha shifrat", "All figures")
ORGANISATION = Text("Organizata", "Organisation")
PERIOD = Text("Periudha", "Period")
EDITION = Text("Botimi", "Edition")
MADE_ON = Text("Përgatitur më", "Made on")
LANGUAGE = Text("Gjuha", "Language")
LANGUAGE_NAME = Text("shqip", "English")
SHEET = Text("Fleta", "Sheet")
HOLDS = Text("Përmban", "Holds")
INVENTED = Text(
    "Demonstrim: të gjithë personat janë të trilluar",
    "Demonstration: all people are invented",
)

_PROTECTIONS: dict[Protection, Text] = {
    Protection.INTERNAL: Text(
        "Botim i brendshëm: shifrat janë të sakta dhe mund të tregojnë numra shumë të vegjël; "
        "nuk jepet jashtë organizatës.",
        "Internal edition: the figures are exact and may show very small numbers; "
        "not to be passed outside the organisation.",
    ),
    Protection.PUBLIC: Text(
        "Botim publik: shifrat që mund të zbulonin një person janë mbrojtur.",
        "Public edition: figures that could give a person away are protected.",
    ),
}

_SHORT_PROTECTIONS: dict[Protection, Text] = {
    Protection.INTERNAL: Text("Botim i brendshëm", "Internal edition"),
    Protection.PUBLIC: Text("Botim publik", "Public edition"),
}


def edition_line(document: Document) -> str:
    """Which edition this is, on one line: "Botim i brendshëm 2 · 21 mars 2025"."""
    edition, language = document.edition, document.language
    name = _SHORT_PROTECTIONS[edition.protection].within(language)
    if edition.number is not None:
        name = f"{name} {edition.number}"
    return f"{name} · {fmt.date(edition.made_on, language)}"


def edition_sentence(document: Document) -> str:
    """Whom this edition is for and what that means for its figures."""
    return _PROTECTIONS[document.edition.protection].within(document.language)


def marks_explained(language: Language) -> str:
    """What ≈, ≥ and — mean."""
    return MARKS.within(language)
