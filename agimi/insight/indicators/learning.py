"""School and courses."""

from agimi.insight.dimensions import beneficiary, category, course, provider, school_level, sex
from agimi.insight.measure import Indicator, distinct, open_during
from agimi.insight.results import Unit
from agimi.insight.subjects import help as helped
from agimi.insight.text import Text

ENROLLED = Indicator(
    code="education.enrolled",
    label=Text("Përfitues në shkollë", "Beneficiaries in school"),
    definition=Text(
        "Përfitues të programit me regjistrim në shkollë në cilëndo ditë të periudhës.",
        "Beneficiaries of the programme enrolled in a school on any day of the period.",
    ),
    rule=Text(
        "Çdo person numërohet një herë, edhe kur periudha prek dy vite shkollore.",
        "Each person counts once, even where the period touches two school years.",
    ),
    unit=Unit.PERSONS,
    frame=helped.school_enrolments,
    count=distinct("person"),
    when=open_during("started_on", "ended_on"),
    where={"beneficiary": ("case", "child")},
    by=(
        (beneficiary,),
        (category,),
        (sex,),
        (school_level,),
        (beneficiary, category),
        (beneficiary, sex),
        (beneficiary, school_level),
    ),
    several=(school_level,),
    within="casework.beneficiaries",
    serves=("OUT-13",),
)

ATTENDEES = Indicator(
    code="courses.attendees",
    label=Text("Persona në kurse", "People on courses"),
    definition=Text(
        "Persona të regjistruar në një kurs në cilëndo ditë të periudhës.",
        "People on a course on any day of the period.",
    ),
    rule=Text(
        "Gjithsej, çdo person numërohet një herë. Sipas kursit, kush ndoqi disa kurse numërohet "
        "në secilin, ndaj shuma e kurseve mund ta kalojë numrin e personave.",
        "In total each person counts once. By course, who took several counts in each, so the "
        "courses may add up to more than the people.",
    ),
    unit=Unit.PERSONS,
    frame=helped.course_enrolments,
    count=distinct("person"),
    when=open_during("started_on", "ended_on"),
    by=((course,), (provider,), (beneficiary,), (category,), (sex,), (course, provider)),
    several=(course, provider),
    serves=("OUT-14",),
)

ENROLMENTS = Indicator(
    code="courses.enrolments",
    label=Text("Regjistrime në kurse", "Enrolments on courses"),
    definition=Text(
        "Regjistrime në kurse, të hapura në cilëndo ditë të periudhës.",
        "Enrolments on courses, open on any day of the period.",
    ),
    rule=Text(
        "Çdo regjistrim numërohet: kush ndoqi dy kurse ka dy regjistrime.",
        "Every enrolment counts: who took two courses has two.",
    ),
    unit=Unit.ENROLMENTS,
    frame=helped.course_enrolments,
    count=distinct("enrolment"),
    when=open_during("started_on", "ended_on"),
    by=((course,), (course, provider)),
    serves=("OUT-14",),
)

INDICATORS = (ENROLLED, ATTENDEES, ENROLMENTS)
