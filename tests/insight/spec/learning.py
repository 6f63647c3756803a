"""School and courses."""

from tests.insight.spec import Spec

PEOPLE = """
persons
person | sex
1      | female
2      |

cases
case | person | category    | opened_on
1    | 1      | trafficking | 2023-06-01

case_children
tie | case | child | started_on
1   | 1    | 2     | 2023-06-01
"""

SPECS = (
    Spec(
        "education.enrolled",
        "beneficiaries of the programme, each once, though two school years touch the period",
        PEOPLE
        + """
        school_enrolments
        enrolment | person | school_level | started_on | ended_on
        1         | 1      | university   | 2022-10-01 | 2023-12-31
        2         | 2      | primary      | 2023-09-11 | 2024-01-01
        3         | 2      |              | 2024-09-11 |
        4         | 1      | university   | 2024-12-31 |
        5         | 9      | primary      | 2024-09-11 |
        6         | 1      | vocational   | 2025-01-01 |
        """,
        """
        value
        2

        beneficiary | category    | value
        case        | trafficking | 1
        child       | trafficking | 1

        beneficiary | school_level | value
        case        | university   | 1
        child       | primary      | 1
        child       | not_recorded | 1

        sex          | value
        female       | 1
        not_recorded | 1
        """,
    ),
    Spec(
        "courses.attendees",
        "people: in total once, by course once in each",
        PEOPLE
        + """
        course_enrolments
        enrolment | person | course   | provider | started_on | ended_on
        1         | 1      | italian  | qkfp     | 2023-10-01 | 2023-12-31
        2         | 1      | culinary | qkfp     | 2023-10-01 | 2024-01-01
        3         | 1      | english  |          | 2024-12-31 |
        4         | 2      | english  |          | 2024-05-01 |
        5         | 3      | english  | qkfp     | 2025-01-01 |
        """,
        """
        value
        2

        course   | value
        culinary | 1
        english  | 2

        course   | provider     | value
        culinary | qkfp         | 1
        english  | not_recorded | 2
        """,
    ),
    Spec(
        "courses.enrolments",
        "enrolments: who took two courses has two",
        """
        course_enrolments
        enrolment | person | course   | provider | started_on | ended_on
        1         | 1      | italian  | qkfp     | 2023-10-01 | 2023-12-31
        2         | 1      | culinary | qkfp     | 2023-10-01 | 2024-01-01
        3         | 1      | english  |          | 2024-12-31 |
        4         | 3      | english  | qkfp     | 2025-01-01 |
        """,
        """
        value
        2

        course   | provider     | value
        culinary | qkfp         | 1
        english  | not_recorded | 1
        """,
    ),
)
