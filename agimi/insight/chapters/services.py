"""Chapter 2: what was done directly for the people of the programme."""

from __future__ import annotations

from agimi.insight.chapters import legal
from agimi.insight.chapters.names import (
    CASES_OF,
    CATEGORIES,
    CATEGORY,
    CHILDREN_OF,
    TRAFFICKING,
    VIOLENCE,
)
from agimi.insight.report.facts import Topic
from agimi.insight.report.nodes import (
    Block,
    Chapter,
    ChartKind,
    Column,
    RowKind,
    TableRow,
)
from agimi.insight.report.writer import TOTAL, Writer, cut, ranked
from agimi.insight.text import Text

PHASES = ("1", "2", "3")


def services(w: Writer) -> Chapter:
    """The services of the programme, in the order in which a person meets them."""
    blocks = [
        *_package(w),
        w.heading(Text("Këshillimi psikosocial", "Psychosocial counselling")),
        *_counselling(w),
        w.heading(Text("Terapitë", "Therapies")),
        *_therapies(w),
        w.heading(Text("Shërbimet shëndetësore", "Health services")),
        *_health(w),
        w.heading(Text("Ndihma juridike", "Legal assistance")),
        *legal.in_programme(w),
        w.heading(Text("Arsimimi", "Education and schooling")),
        *_education(w),
        w.heading(Text("Kurset profesionale", "Vocational courses")),
        *_courses(w),
        w.heading(Text("Punësimi", "Employment")),
        *_employment(w),
        w.heading(Text("Bizneset e reja", "New businesses")),
        *_businesses(w),
        w.heading(Text("Ndihma materiale dhe qiraja", "Material aid and rent")),
        *_aid(w),
        w.heading(Text("Dokumentet dhe përfitimet", "Documents and benefits")),
        *_papers(w),
        w.heading(Text("Vendosja dhe monitorimi i rasteve", "Placement and monitoring of cases")),
        *_monitoring(w),
        w.heading(Text("Mentorimi", "Mentoring")),
        *_mentoring(w),
        w.heading(
            Text(
                "Veprimtaritë brenda dhe jashtë qendrës së riintegrimit",
                "Activities inside and outside the reintegration centre",
            )
        ),
        *_social(w),
    ]
    title = Text("Shërbimet e drejtpërdrejta të riintegrimit", "Direct reintegration services")
    return Chapter("services", w.words(title), tuple(blocks))


def _package(w: Writer) -> list[Block]:
    """The phases, the services given in them."""
    blocks = w.paragraph(
        Text(
            "Programi i riintegrimit zhvillohet në tri faza: ndërhyrja në krizë dhe strehimi; "
            "faza kalimtare me jetesë gjysmë të pavarur; riintegrimi i plotë dhe përfshirja "
            "shoqërore.",
            "The reintegration programme has three phases: crisis intervention and accommodation; "
            "a transitional phase with semi-independent living; full reintegration and social "
            "inclusion.",
        ),
        w.say(
            Text(
                "Gjatë periudhës {n|u dha|u dhanë} {n:service} për përfituesit.",
                "{n:service} {n|was|were} given to beneficiaries in the period.",
            ),
            n=w.n("services.services"),
        ),
        lead=True,
    )
    blocks.append(
        w.cross_table(
            Text("Shërbimet sipas fazës së programit", "Services by phase of the programme"),
            Text("Shërbimi", "Service"),
            ranked("services.services", "service"),
            "phase",
        )
    )
    return blocks


# ── Counselling and therapies ─────────────────────────────────────────────────────────────


def _counselling(w: Writer) -> list[Block]:
    said = w.say(
        Text(
            "Psikologu zhvilloi {psychologist:session} individuale këshillimi me përfituesit në "
            "të tria fazat e programit. Menaxherët e rasteve zhvilluan {manager:session} "
            "individuale këshillimi psikosocial.",
            "The psychologist held {psychologist} individual counselling "
            "{psychologist|session|sessions} with beneficiaries across the three phases of the "
            "programme. The case managers held {manager} individual psychosocial counselling "
            "{manager|session|sessions}.",
        ),
        psychologist=w.n("counselling.sessions", role="psychologist"),
        manager=w.n("counselling.sessions", role="case_manager"),
    )
    return [
        *w.paragraph(said),
        *_topics(w, Topic.COUNSELLING,
                 Text("Temat kryesore të seancave ishin {words}.",
                      "The main topics of the sessions were {words}.")),
        *_topics(w, Topic.CLINICAL,
                 Text("Çështjet klinike të trajtuara ishin {words}.",
                      "The clinical issues addressed were {words}.")),
        w.cross_table(Text("Seancat individuale sipas fazës", "Individual sessions by phase"),
                      Text("Zhvilluar nga", "Held by"),
                      cut("counselling.sessions", "role"), "phase"),
    ]  # fmt: skip


def _topics(w: Writer, topic: Topic, sentence: Text, *, keep: bool = False) -> list[Block]:
    """A sentence that names the words in use in the year; none when there are none."""
    return w.named(sentence, w.facts.words(topic), keep=keep)


_THERAPIES = {
    "art_therapy": Text(
        "{sessions|U zhvillua|U zhvilluan} {sessions:session} të terapisë së artit me "
        "pjesëmarrjen e {people} {people|përfituesi|përfituesve}.",
        "{sessions} art therapy {sessions|session was|sessions were} held with the participation "
        "of {people:beneficiary}.",
    ),
    "occupational_therapy": Text(
        "{sessions|U zhvillua|U zhvilluan} {sessions:session} të terapisë okupacionale me "
        "pjesëmarrjen e {people} {people|përfituesi|përfituesve}.",
        "{sessions} occupational therapy {sessions|session was|sessions were} held with the "
        "participation of {people:beneficiary}.",
    ),
}


def _therapies(w: Writer) -> list[Block]:
    said = [
        w.say(
            sentence,
            sessions=w.n("activities.sessions", kind=kind),
            people=w.n("activities.attendees", kind=kind),
        )
        for kind, sentence in _THERAPIES.items()
        if w.has("activities.sessions", kind=kind)
    ]
    if not said:
        return w.nothing()
    themes = Text(
        "Temat dhe teknikat: {words}.",
        "Themes and techniques: {words}.",
    )
    return [*w.paragraph(*said), *_topics(w, Topic.THERAPY, themes)]


# ── Health and education ──────────────────────────────────────────────────────────────────


def _health(w: Writer) -> list[Block]:
    said = [
        w.tell(
            Text(
                "{n:child} {n|i strehuar në qendër u ndoq|të strehuar në qendër u ndoqën} "
                "rregullisht në qendrën shëndetësore për vaksinim dhe kujdes pediatrik.",
                "{n:child} living in the shelter {n|was|were} followed up regularly at the health "
                "centre for vaccination and paediatric care.",
            ),
            n=w.n("health.followups", followup="vaccination_paediatric", beneficiary="child",
                  placement="shelter"),
        ),
        w.tell(
            Text(
                "{n:case} {n|u ndoq|u ndoqën} gjatë shtatzënisë dhe lindjes në maternitet.",
                "{n:case} {n|was|were} followed through pregnancy and delivery at the maternity "
                "hospital.",
            ),
            n=w.n("health.followups", followup="pregnancy_delivery"),
        ),
        w.tell(
            Text(
                "{n:beneficiary} me probleme të shëndetit mendor {n|mori|morën} kujdes psikiatrik "
                "dhe mjekimin përkatës.",
                "{n:beneficiary} with mental health concerns received psychiatric care and "
                "appropriate treatment.",
            ),
            n=w.n("health.followups", followup="psychiatric_care"),
        ),
    ]  # fmt: skip
    return [
        *w.paragraph(*said),
        *_topics(w, Topic.HEALTH,
                 Text("Problemet shëndetësore më të shpeshta ishin {words}.",
                      "The most common health issues were {words}.")),
        *_topics(w, Topic.HEALTH_BODIES,
                 Text("Institucionet shëndetësore bashkëpunuese: {words}.",
                      "Health institutions we worked with: {words}."), keep=True),
        w.simple_table(
            Text("Ndjekjet shëndetësore sipas llojit", "Health follow-ups by kind"),
            Text("Ndjekja", "Follow-up"), cut("health.followups", "followup")),
        w.simple_table(
            Text("Analizat, vaksinat dhe vizitat", "Tests, vaccines and consultations"),
            Text("Analiza ose vizita", "Test or consultation"), ranked("health.tests", "test")),
    ]  # fmt: skip


def _education(w: Writer) -> list[Block]:
    said = w.say(
        Text(
            "{cases:beneficiary} dhe {children:child} të tyre u mbështetën dhe ndoqën shkollën "
            "në nivele të ndryshme.",
            "{cases:beneficiary} and {children} of their children were supported and attended "
            "school at various levels.",
        ),
        cases=w.n("education.enrolled", beneficiary="case"),
        children=w.n("education.enrolled", beneficiary="child"),
    )
    rows = [
        TableRow(
            ((w.words(names[category]),),
             w.cell(w.lens.row("education.enrolled", beneficiary=who, category=category))))
        for category in CATEGORIES
        for names, who in ((CASES_OF, "case"), (CHILDREN_OF, "child"))
    ]  # fmt: skip
    whole = w.lens.row("education.enrolled")
    rows.append(TableRow(((w.words(TOTAL),), w.cell(whole)), RowKind.TOTAL))
    columns = (
        Column(w.words(CATEGORY), share=2.6),
        Column(w.words(Text("Në shkollë", "In school")), numeric=True, share=0.8),
    )
    caption = Text(
        "Përfituesit dhe fëmijët në shkollë sipas kategorisë",
        "Beneficiaries and children in school by category",
    )
    return [
        *w.paragraph(said),
        w.table(caption, columns, rows if whole.value else []),
        *_topics(w, Topic.EDUCATION,
                 Text("Temat e trajtuara me mësuesin: {words}.",
                      "Topics covered with the teacher: {words}.")),
    ]  # fmt: skip


# ── Work ──────────────────────────────────────────────────────────────────────────────────


def _courses(w: Writer) -> list[Block]:
    said = w.tell(
        Text(
            "{n:beneficiary} {n|ndoqi|ndoqën} kurse të formimit profesional.",
            "{n:beneficiary} attended vocational training courses.",
        ),
        n=w.n("courses.attendees"),
    )
    return [
        *w.paragraph(said),
        w.chart(ChartKind.BARS,
                Text("Pjesëmarrësit në kurse sipas kursit", "Course participants by course"),
                Text("Kursi", "Course"), ranked("courses.attendees", "course"), shares=False),
        w.grouped_table(Text("Kurset sipas ofruesit", "Courses by provider"),
                        Text("Ofruesi dhe kursi", "Provider and course"),
                        ranked("courses.attendees", "course"), "provider"),
        *w.rule("courses.attendees"),
    ]  # fmt: skip


def _employment(w: Writer) -> list[Block]:
    said = w.tell(
        Text(
            "{n:beneficiary} {n|ishte|ishin} në punë: {vot} nga rastet e trafikimit ({women} gra e "
            "vajza dhe {men} burra e djem) dhe {sadv} nga rastet e dhunës dhe abuzimit.",
            "{n:beneficiary} {n|was|were} in work: {vot} from the trafficking cases ({women} women "
            "and girls, {men} men and boys) and {sadv} from the cases of violence and abuse.",
        ),
        n=w.n("employment.employed"),
        vot=w.n("employment.employed", category=TRAFFICKING),
        women=w.n("employment.employed", category=TRAFFICKING, sex="female"),
        men=w.n("employment.employed", category=TRAFFICKING, sex="male"),
        sadv=w.n("employment.employed", category=VIOLENCE),
    )
    counselled = w.say(
        Text(
            "Pa qenë ende në punë, morën këshillim për punësim edhe {vot} përfitues nga rastet e "
            "trafikimit dhe {sadv} nga rastet e dhunës dhe abuzimit.",
            "Without being in work yet, another {vot} from the trafficking cases and {sadv} from "
            "the cases of violence and abuse received employment counselling.",
        ),
        vot=w.n("employment.counselled_only", category=TRAFFICKING),
        sadv=w.n("employment.counselled_only", category=VIOLENCE),
    )
    return [
        *w.paragraph(said, counselled),
        w.chart(ChartKind.BARS,
                Text("Të punësuarit sipas sektorit", "Employed beneficiaries by sector"),
                Text("Sektori", "Sector"), ranked("employment.employed", "sector"), shares=False),
        w.cross_table(Text("Të punësuarit sipas kategorisë dhe gjinisë",
                           "Employed beneficiaries by category and sex"),
                      CATEGORY, cut("employment.employed", "category"), "sex"),
        *w.rule("employment.employed"),
    ]  # fmt: skip


def _businesses(w: Writer) -> list[Block]:
    if not w.has("business.owners"):
        return w.nothing()
    said = w.say(
        Text(
            "{n:beneficiary} {n|hapi|hapën} biznes të vetin; {plan} me plan biznesi.",
            "{n:beneficiary} opened {n|a business of their own|businesses of their own}; {plan} "
            "with a business plan.",
        ),
        n=w.n("business.owners"),
        plan=w.n("business.owners", business_plan="yes"),
    )
    return [
        *w.paragraph(said),
        w.simple_table(Text("Bizneset sipas llojit", "Businesses by kind"),
                       Text("Lloji", "Kind"), ranked("business.owners", "business_kind")),
    ]  # fmt: skip


def _aid(w: Writer) -> list[Block]:
    housing = w.chart(
        ChartKind.BARS,
        Text("Personat e ndihmuar me qiranë sipas llojit", "People helped with the rent, by kind"),
        Text("Ndihma për banesën", "Housing support"), ranked("housing.supported", "housing"),
        shares=False,
    )  # fmt: skip
    if not w.has("aid.recipients"):
        return [housing]
    said = w.say(
        Text(
            "{n:person} dhe {children:child} të tyre {n|mori|morën} paketa ndihme; u "
            "{rent|mbulua|mbuluan} {rent:rent_month}.",
            "{n:person} and {children} of their children received aid packages; "
            "{rent:rent_month} {rent|was|were} covered.",
        ),
        n=w.n("aid.recipients"),
        children=w.n("aid.children"),
        rent=w.n("aid.rent_months"),
    )
    return [
        *w.paragraph(said),
        w.simple_table(Text("Paketat e ndihmës sipas përmbajtjes", "Aid packages by contents"),
                       Text("Përmbajtja", "Contents"), ranked("aid.recipients", "contents")),
        housing,
    ]  # fmt: skip


def _papers(w: Writer) -> list[Block]:
    """Civil documents obtained, and benefits applied for with the answers."""
    return [
        w.simple_table(
            Text("Dokumentet e marra sipas llojit", "Documents obtained by kind"),
            Text("Dokumenti", "Document"),
            ranked("documents.persons", "paper_kind"),
        ),
        w.cross_table(
            Text("Kërkesat për përfitime sipas përgjigjes", "Applications for benefits by answer"),
            Text("Përfitimi", "Benefit"),
            ranked("benefits.applicants", "benefit"),
            "answer",
        ),
    ]


# ── Where people live, and who is beside them ─────────────────────────────────────────────


def _monitoring(w: Writer) -> list[Block]:
    where = w.tell(
        Text(
            "{n:case} dhe {children:child} {n|u asistua|u asistuan} në banesa me qira dhe në "
            "familje; {independent:case} {independent|jeton|jetojnë} në mënyrë të pavarur.",
            "{n:case} and {children:child} {n|was|were} assisted in rented apartments and with "
            "families; {independent:case} {independent|lives|live} independently.",
        ),
        n=w.n("placements.cases", placement_group="community"),
        children=w.n("placements.children", placement_group="community"),
        independent=w.n("placements.cases", placement_group="independent"),
    )
    followed = w.tell(
        Text(
            "Stafi monitoroi {n:case} me takime të drejtpërdrejta dhe me telefon, në "
            "{sessions:session} gjithsej.",
            "The staff monitored {n:case} in direct meetings and by telephone, in "
            "{sessions:session} in all.",
        ),
        n=w.n("monitoring.monitored"),
        sessions=w.n("monitoring.sessions"),
    )
    return [
        *w.paragraph(where),
        w.cross_table(Text("Rastet sipas vendosjes dhe kategorisë", "Cases by placement and category"),
                      Text("Vendosja", "Placement"),
                      cut("placements.cases", "placement_group"), "category"),
        w.cross_table(Text("Fëmijët sipas vendosjes dhe kategorisë",
                           "Children by placement and category"),
                      Text("Vendosja", "Placement"),
                      cut("placements.children", "placement_group"), "category"),
        *w.rule("placements.cases"),
        *w.paragraph(followed),
        w.cross_table(Text("Kontaktet e monitorimit sipas fazës", "Monitoring contacts by phase"),
                      Text("Zhvilluar nga", "Held by"),
                      cut("monitoring.sessions", "role"), "phase"),
        *_topics(w, Topic.MONITORED_TOWNS,
                 Text("Vendet ku u zhvilluan takime të drejtpërdrejta: {words}.",
                      "Places where direct meetings took place: {words}."), keep=True),
    ]  # fmt: skip


def _mentoring(w: Writer) -> list[Block]:
    if not w.has("mentoring.mentors"):
        return w.nothing()
    return w.paragraph(
        w.say(
            Text(
                "{n:mentor} {n|dha|dhanë} mbështetje individuale për përfituesit e programit.",
                "{n:mentor} gave individual support to beneficiaries of the programme.",
            ),
            n=w.n("mentoring.mentors"),
        )
    )


def _social(w: Writer) -> list[Block]:
    inside = _topics(w, Topic.INSIDE,
                     Text("Brenda qendrës u zhvilluan: {words}.",
                          "Inside the centre there were: {words}."))  # fmt: skip
    outside = _topics(w, Topic.OUTSIDE,
                      Text("Jashtë qendrës u organizuan: {words}.",
                           "Outside the centre there were: {words}."))  # fmt: skip
    return [*inside, *outside] or w.nothing()
