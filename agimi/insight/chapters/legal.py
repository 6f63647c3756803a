"""Legal assistance: in the programme (chapter 2) and free legal aid with its hotline."""

from __future__ import annotations

from agimi.insight.chapters.names import PROGRAMME
from agimi.insight.report.facts import EventList, Topic
from agimi.insight.report.nodes import Block, Chapter, ChartKind, Inlines
from agimi.insight.report.writer import Writer, cut, ranked
from agimi.insight.text import Text

LEVEL = Text("Niveli i ndihmës", "Level of aid")
GROUP = Text("Grupi i klientëve", "Group of clients")


def in_programme(w: Writer) -> list[Block]:
    """Primary and secondary aid for cases of the programme, and the proceedings."""
    if not w.has("legal.clients", client=PROGRAMME):
        return w.nothing()
    return [
        *w.paragraph(_level(w, "primary"), _level(w, "secondary")),
        w.cross_table(
            Text("Klientët e ndihmës juridike sipas nivelit", "Legal aid clients by level"),
            LEVEL, cut("legal.clients", "level", client=PROGRAMME), "intake"),
        w.cross_table(
            Text("Klientët e ndihmës juridike sipas grupit", "Legal aid clients by group"),
            GROUP, cut("legal.clients", "client_group", client=PROGRAMME), "level"),
        *_information(w),
        w.cross_table(
            Text("Procedimet sipas llojit dhe grupit të klientëve",
                 "Proceedings by kind and group of clients"),
            Text("Procedimi", "Proceeding"),
            ranked("legal.proceedings", "proceeding", client=PROGRAMME), "client_group"),
        w.simple_table(
            Text("Procedimet sipas fushës së së drejtës", "Proceedings by area of law"),
            Text("Fusha", "Area of law"),
            cut("legal.proceedings", "law_area", client=PROGRAMME), shares=True),
        *w.rule("legal.clients", "legal.proceedings"),
    ]  # fmt: skip


_LEVELS = {
    "primary": Text(
        "{n:case} ({new} {new|i ri|të reja} dhe {carried} {carried|i mbartur|të mbartura}) "
        "{n|mori|morën} ndihmë juridike parësore.",
        "{n:case} ({new} new and {carried} carried over) received primary legal aid.",
    ),
    "secondary": Text(
        "{n:case} ({new} {new|i ri|të reja} dhe {carried} {carried|i mbartur|të mbartura}) "
        "{n|mori|morën} ndihmë juridike dytësore.",
        "{n:case} ({new} new and {carried} carried over) received secondary legal aid.",
    ),
}


def _level(w: Writer, level: str) -> Inlines:
    return w.say(
        _LEVELS[level],
        n=w.n("legal.clients", client=PROGRAMME, level=level),
        new=w.n("legal.clients", client=PROGRAMME, level=level, intake="new"),
        carried=w.n("legal.clients", client=PROGRAMME, level=level, intake="carried"),
    )


def _information(w: Writer) -> list[Block]:
    """What clients were informed about, for each group."""
    trafficking = Text(
        "Temat për të cilat u informuan viktimat dhe viktimat e mundshme të trafikimit: {words}.",
        "Victims and potential victims of trafficking were informed about: {words}.",
    )
    violence = Text(
        "Temat për të cilat u informuan të mbijetuarat e dhunës dhe abuzimit: {words}.",
        "Survivors of violence and abuse were informed about: {words}.",
    )
    return [
        *w.named(trafficking, w.facts.words(Topic.LEGAL_TRAFFICKING)),
        *w.named(violence, w.facts.words(Topic.LEGAL_VIOLENCE)),
    ]


# ── Free legal aid ────────────────────────────────────────────────────────────────────────


def free_legal_aid(w: Writer) -> Chapter:
    """Meetings, roundtables, open days, clients and the advisory hotline."""
    clients = w.tell(
        Text(
            "Ndihmë juridike falas {n|mori|morën} {n:client}.",
            "{n:client} received free legal aid.",
        ),
        n=w.n("legal.clients"),
    )
    calls = w.tell(
        Text(
            "Linja telefonike këshillimore u përdor {n} herë.",
            "The advisory hotline was used {n} {n|time|times}.",
        ),
        n=w.n("hotline.calls"),
    )
    blocks = [
        *(w.paragraph(clients, calls, lead=True) or w.nothing()),
        w.map(
            ChartKind.COUNTIES,
            Text("Klientët e ndihmës juridike sipas qarkut", "Legal aid clients by county"),
            Text("Qarku", "County"), cut("legal.clients", "county")),
        w.heading(Text("Linja telefonike këshillimore", "The advisory hotline")),
        w.months(Text("Telefonatat sipas muajve", "Calls by month"), cut("hotline.calls", "month")),
        w.simple_table(
            Text("Telefonatat sipas temës", "Calls by topic"),
            Text("Tema", "Topic"),
            ranked("hotline.calls", "topic"),
        ),
        *w.rule("hotline.calls"),
        w.heading(Text("Takimet me komunitetin", "Meetings with the community")),
        w.events(Text("Takimet informuese", "Information meetings"),
                 w.facts.listed(EventList.LEGAL_MEETINGS)),
        w.heading(Text("Tryezat e rrumbullakëta", "Roundtables")),
        w.events(Text("Tryezat e rrumbullakëta me institucionet", "Roundtables with institutions"),
                 w.facts.listed(EventList.ROUNDTABLES)),
        w.heading(Text("Ditët e hapura", "Open days")),
        w.events(Text("Ditët e hapura për ndihmën juridike falas", "Open days for free legal aid"),
                 w.facts.listed(EventList.OPEN_DAYS)),
    ]  # fmt: skip
    title = Text(
        "Ndihma juridike falas dhe linja këshillimore", "Free legal aid and the advisory hotline"
    )
    return Chapter("free-legal-aid", w.words(title), tuple(blocks))
