"""Chapter 1: who was helped — categories, carried over and new, and the profile of the cases."""

from __future__ import annotations

from dataclasses import replace

from agimi.insight.chapters.names import (
    AGE,
    CASES_OF,
    CATEGORIES,
    CATEGORY,
    CHILDREN_OF,
    FOREIGN,
    SEX,
    TRAFFICKING,
    VIOLENCE,
)
from agimi.insight.report.nodes import (
    Block,
    Chapter,
    Chart,
    ChartKind,
    Column,
    Inlines,
    Mark,
    RowKind,
    Table,
    TableRow,
)
from agimi.insight.report.writer import TOTAL, Cut, Writer, cut, ranked
from agimi.insight.results import Row
from agimi.insight.text import Text

INTAKES = ("carried", "new")


def beneficiaries(w: Writer) -> Chapter:
    """The people of the programme."""
    blocks = [
        *_opening(w),
        w.heading(Text("Kategoritë e përfituesve", "Categories of beneficiaries")),
        _categories(w),
        *_closing(w),
        w.cross_table(
            Text("Rastet e mbyllura sipas arsyes", "Cases closed by reason"),
            CATEGORY,
            cut("casework.closed", "category"),
            "closing_reason",
        ),
        *w.rule("casework.cases", "casework.beneficiaries"),
        w.heading(
            Text(
                "Profili i rasteve: viktima dhe viktima të mundshme të trafikimit",
                "Profile of cases: victims and potential victims of trafficking",
            )
        ),
        *_profile(w, TRAFFICKING),
        *_trafficking(w),
        *_referrals(w, TRAFFICKING),
        w.heading(Text("Rastet e huaja", "Foreign cases")),
        *_foreign(w),
        w.heading(
            Text(
                "Profili i rasteve: të mbijetuara të dhunës në familje dhe të abuzimit seksual",
                "Profile of cases: survivors of domestic violence and sexual abuse",
            )
        ),
        *_profile(w, VIOLENCE),
        _kinds_of_violence(w),
        *_referrals(w, VIOLENCE),
    ]
    title = Text("Përfituesit e programit", "Beneficiaries of the programme")
    return Chapter("beneficiaries", w.words(title), tuple(blocks))


# ── All categories ────────────────────────────────────────────────────────────────────────


def _opening(w: Writer) -> list[Block]:
    total = w.n("casework.beneficiaries")
    if not total.row.value:
        return w.paragraph(
            Text(
                "Në këtë periudhë programi i riintegrimit nuk ka përfitues të regjistruar.",
                "No beneficiaries of the reintegration programme are recorded for this period.",
            ),
            lead=True,
        )
    said = w.say(
        Text(
            "Në programin e riintegrimit {n|u asistua|u asistuan} gjithsej {n:beneficiary}: "
            "{vot:case} trafikimi (viktima dhe viktima të mundshme) me {vot_children:child}, "
            "si edhe {sadv:case} dhune në familje ose abuzimi seksual me {sadv_children:child}.",
            "{n:beneficiary} {n|was|were} assisted in the reintegration programme: {vot:case} of "
            "trafficking (victims and potential victims) with {vot_children:child}, and "
            "{sadv:case} of domestic violence or sexual abuse with {sadv_children:child}.",
        ),
        n=total,
        vot=w.n("casework.cases", category=TRAFFICKING),
        vot_children=w.n("casework.children", category=TRAFFICKING),
        sadv=w.n("casework.cases", category=VIOLENCE),
        sadv_children=w.n("casework.children", category=VIOLENCE),
    )
    keys = w.keys(
        w.key(Text("përfitues të asistuar", "beneficiaries assisted"), "casework.beneficiaries"),
        w.key(Text("raste trafikimi", "cases of trafficking"), "casework.cases",
              category=TRAFFICKING),
        w.key(Text("raste dhune dhe abuzimi", "cases of violence and abuse"), "casework.cases",
              category=VIOLENCE),
        w.key(Text("fëmijë të rasteve", "children of the cases"), "casework.children"),
        w.key(Text("raste të reja", "new cases"), "casework.cases", intake="new"),
        w.key(Text("raste të hapura në fund të periudhës", "cases open at the end of the period"),
              "casework.open_at_end"),
    )  # fmt: skip
    return [*w.paragraph(said, lead=True), keys]


def _categories(w: Writer) -> Chart:
    """Bars in parts for each group of people, with the table of the same rows."""
    groups = [(CASES_OF[c], "case", c) for c in CATEGORIES]
    groups += [(CHILDREN_OF[c], "child", c) for c in CATEGORIES]
    groups.sort(key=lambda group: CATEGORIES.index(group[2]))
    marks: list[Mark] = []
    rows: list[TableRow] = []
    for name, beneficiary, category in groups:
        parts = [
            w.lens.row("casework.beneficiaries", category=category, beneficiary=beneficiary,
                       intake=intake)
            for intake in INTAKES
        ]  # fmt: skip
        whole = w.lens.row("casework.beneficiaries", category=category, beneficiary=beneficiary)
        rows.append(_row(w, w.words(name), [*parts, whole]))
        marks += [_mark(w, w.words(name), intake, part)
                  for intake, part in zip(INTAKES, parts, strict=True)]  # fmt: skip
    totals = [w.lens.row("casework.beneficiaries", intake=intake) for intake in INTAKES]
    whole = w.lens.row("casework.beneficiaries")
    rows.append(_row(w, w.words(TOTAL), [*totals, whole], RowKind.TOTAL))
    caption = Text(
        "Përfituesit sipas kategorisë: të mbartur nga periudha e mëparshme dhe të rinj",
        "Beneficiaries by category: carried over from the period before, and new",
    )
    table = _people_table(w, caption, rows)
    return w.drawn(ChartKind.STACKED, caption, marks, table, whole)


def _people_table(w: Writer, caption: Text, rows: list[TableRow]) -> Table:
    columns = (
        Column(w.words(Text("Kategoria", "Category")), share=3.2),
        Column(w.words(Text("Të mbartur", "Carried over")), numeric=True, share=0.9),
        Column(w.words(Text("Të rinj", "New")), numeric=True, share=0.9),
        Column(w.words(TOTAL), numeric=True, share=0.9),
    )
    note = Text("Tabela numëron persona, secilin një herë.", "The table counts people, each once.")
    return w.table(caption, columns, rows, notes=[note])


def _row(w: Writer, name: str, rows: list[Row], kind: RowKind = RowKind.BODY) -> TableRow:
    cells: list[Inlines] = [(name,), *(w.cell(row) for row in rows)]
    return TableRow(tuple(cells), kind)


def _mark(w: Writer, name: str, intake: str, row: Row) -> Mark:
    part = Text("Të mbartur", "Carried over") if intake == "carried" else Text("Të rinj", "New")
    return Mark(name, w.figure(row), part=w.words(part), code=intake)


def _closing(w: Writer) -> list[Block]:
    closed, still_open = w.n("casework.closed"), w.n("casework.open_at_end")
    return w.paragraph(
        w.say(
            Text(
                "Gjatë periudhës {closed|u mbyll|u mbyllën} {closed:case}; në ditën e fundit "
                "{open|ishte i hapur|ishin të hapura} {open:case}.",
                "{closed:case} {closed|was|were} closed in the period; on its last day "
                "{open:case} {open|was|were} open.",
            ),
            closed=closed,
            open=still_open,
        )
    )


# ── Profiles ──────────────────────────────────────────────────────────────────────────────


def _cases(along: str, category: str) -> Cut:
    return cut("casework.cases", along, category=category)


def _profile(w: Writer, category: str) -> list[Block]:
    """What both groups are described by: sex, age, civil status, nationality, home."""
    blocks: list[Block] = [
        w.chart(ChartKind.SHARES, Text("Rastet sipas gjinisë", "Cases by sex"), SEX,
                _cases("sex", category), across="intake"),
        w.chart(ChartKind.BARS, Text("Rastet sipas grupmoshës", "Cases by age band"), AGE,
                _cases("age_band", category), across="intake"),
        w.chart(ChartKind.BARS, Text("Rastet sipas gjendjes civile", "Cases by civil status"),
                Text("Gjendja civile", "Civil status"), _cases("civil_status", category)),
        w.chart(ChartKind.SHARES, Text("Rastet sipas shtetësisë", "Cases by nationality"),
                Text("Shtetësia", "Nationality"), _cases("nationality_status", category)),
    ]  # fmt: skip
    if category == TRAFFICKING:
        blocks += [
            w.chart(ChartKind.SHARES, Text("Rastet sipas zonës së origjinës: qytet ose fshat",
                                           "Cases by area of origin: urban or rural"),
                    Text("Zona", "Area"), _cases("area", category)),
            w.map(ChartKind.COUNTIES, Text("Rastet sipas qarkut të origjinës",
                                           "Cases by county of origin"),
                  Text("Qarku", "County"), _cases("home_county", category)),
        ]  # fmt: skip
    else:
        blocks.append(
            w.map(ChartKind.MUNICIPALITIES,
                  Text("Rastet sipas bashkisë ku banojnë", "Cases by municipality of residence"),
                  Text("Bashkia", "Municipality"), _cases("municipality", category))
        )  # fmt: skip
    return blocks


def _trafficking(w: Writer) -> list[Block]:
    """How people were recruited, exploited, and where."""
    new = Text("Rastet e reja sipas formës së shfrytëzimit", "New cases by form of exploitation")
    return [
        w.simple_table(
            Text("Rastet sipas statusit të identifikimit", "Cases by identification status"),
            Text("Statusi", "Status"),
            _cases("identification", TRAFFICKING),
        ),
        w.chart(ChartKind.BARS,
                Text("Rastet e reja sipas mënyrës së rekrutimit",
                     "New cases by means of recruitment"),
                Text("Mënyra e rekrutimit", "Means of recruitment"),
                ranked("profile.recruitment", "recruitment", intake="new"),
                shares=False),
        w.chart(ChartKind.BARS, new, Text("Forma e shfrytëzimit", "Form of exploitation"),
                ranked("profile.exploitation", "exploitation", intake="new")),
        w.chart(ChartKind.BARS,
                Text("Rastet e reja sipas vendit ku ndodhi shfrytëzimi",
                     "New cases by country of exploitation"),
                Text("Vendi", "Country"),
                ranked("profile.countries", "country", intake="new"), shares=False),
    ]  # fmt: skip


def _kinds_of_violence(w: Writer) -> Block:
    return w.chart(
        ChartKind.BARS,
        Text("Rastet sipas llojit të dhunës", "Cases by kind of violence"),
        Text("Lloji i dhunës", "Kind of violence"),
        ranked("profile.violence", "violence"),
        shares=False,
    )


def _referrals(w: Writer, category: str) -> list[Block]:
    """Who referred the new cases, and when."""
    return [
        w.heading(Text("Referimet e rasteve të reja", "Referrals of new cases"), 3),
        w.months(
            Text("Rastet e reja sipas muajve", "New cases by month"),
            cut("referral.cases", "month", category=category),
        ),
        w.grouped_table(
            Text("Burimet e referimit të rasteve të reja", "Sources of referral of new cases"),
            Text("Burimi", "Source"),
            ranked("referral.cases", "body", category=category),
            "body_group",
        ),
    ]


# ── Foreign cases ─────────────────────────────────────────────────────────────────────────

_NEW_FOREIGN = {"category": TRAFFICKING, "intake": "new", "nationality_status": FOREIGN}


def _foreign(w: Writer) -> list[Block]:
    new = w.n("casework.cases", **_NEW_FOREIGN)
    if not new.row.value:
        return w.paragraph(
            Text(
                "Në këtë periudhë nuk ka raste të reja të huaja.",
                "There are no new foreign cases in this period.",
            )
        )
    said = w.say(
        Text(
            "Gjatë periudhës {n|u referua|u referuan} {n:foreign_case}: {women} femra dhe {men} "
            "meshkuj, prej tyre {adults} të rritur. {stateless:person} {stateless|ishte|ishin} "
            "pa shtetësi.",
            "{n:foreign_case} {n|was|were} referred during the period: {women} female and {men} "
            "male, {adults} of them adults. {stateless:person} {stateless|was|were} stateless.",
        ),
        n=new,
        women=w.n("casework.cases", **_NEW_FOREIGN, sex="female"),
        men=w.n("casework.cases", **_NEW_FOREIGN, sex="male"),
        adults=w.n("casework.cases", **_NEW_FOREIGN, adulthood="adult"),
        stateless=w.n("casework.cases", **{**_NEW_FOREIGN, "nationality_status": "stateless"}),
    )
    profile = {"intake": "new", "nationality_status": FOREIGN}
    referral = {"category": TRAFFICKING, "nationality_status": FOREIGN}
    return [
        *w.paragraph(said),
        w.chart(ChartKind.BARS,
                Text("Rastet e huaja sipas vendit të origjinës",
                     "Foreign cases by country of origin"),
                Text("Vendi i origjinës", "Country of origin"),
                ranked("casework.cases", "origin", **_NEW_FOREIGN)),
        w.simple_table(Text("Rastet e huaja sipas vendit ku ndodhi shfrytëzimi",
                            "Foreign cases by country of exploitation"),
                       Text("Vendi", "Country"),
                       replace(ranked("profile.countries", "country", **profile), whole=new.row)),
        w.simple_table(Text("Rastet e huaja sipas formës së shfrytëzimit",
                            "Foreign cases by form of exploitation"),
                       Text("Forma e shfrytëzimit", "Form of exploitation"),
                       replace(ranked("profile.exploitation", "exploitation", **profile),
                               whole=new.row)),
        w.simple_table(Text("Burimet e referimit të rasteve të huaja",
                            "Sources of referral of foreign cases"),
                       Text("Burimi", "Source"),
                       replace(ranked("referral.cases", "body", **referral), whole=new.row)),
    ]  # fmt: skip
