"""What was done to the people of the cases."""

from tests.insight.spec import Spec

CASES = """
persons
person | sex    | nationality_status
1      | female | albanian
2      | male   | foreign
3      |        |

cases
case | person | category    | opened_on  | closed_on
1    | 1      | trafficking | 2023-12-31 | 2024-01-01
2    | 2      | trafficking | 2024-12-31 |
3    | 3      | trafficking | 2024-05-01 |
4    | 4      | violence    | 2024-05-01 |
5    | 5      | trafficking | 2025-01-01 |
"""

SPECS = (
    Spec(
        "profile.recruitment",
        "a case with two means counts in both; one without stays in the table",
        CASES
        + """
        case_facts
        case | kind         | value
        1    | recruitment  | promise_of_marriage
        2    | recruitment  | peer_group
        2    | recruitment  | family_members
        4    | recruitment  | peer_group
        5    | recruitment  | peer_group
        3    | exploitation | sexual
        """,
        """
        value
        3

        recruitment         | value
        promise_of_marriage | 1
        peer_group          | 1
        family_members      | 1
        not_recorded        | 1

        intake  | recruitment         | value
        carried | promise_of_marriage | 1
        new     | peer_group          | 1
        new     | family_members      | 1
        new     | not_recorded        | 1
        """,
    ),
    Spec(
        "profile.exploitation",
        "the forms together count a case once, in the order of the list; each form, in every one",
        CASES
        + """
        case_facts
        case | kind         | value
        1    | exploitation | sexual
        2    | exploitation | begging
        2    | exploitation | sexual
        5    | exploitation | begging
        """,
        """
        exploitation   | value
        sexual         | 1
        sexual+begging | 1
        not_recorded   | 1

        form         | value
        sexual       | 2
        begging      | 1
        not_recorded | 1

        intake | nationality_status | exploitation   | value
        carried | albanian          | sexual         | 1
        new     | foreign           | sexual+begging | 1
        new     | not_recorded      | not_recorded   | 1
        """,
    ),
    Spec(
        "profile.countries",
        "a case with two countries counts in both",
        CASES
        + """
        case_facts
        case | kind                 | value
        1    | exploitation_country | AL
        2    | exploitation_country | AL
        2    | exploitation_country | DE
        5    | exploitation_country | DE
        """,
        """
        value
        3

        country      | value
        AL           | 2
        DE           | 1
        not_recorded | 1

        intake  | country      | value
        carried | AL           | 1
        new     | AL           | 1
        new     | DE           | 1
        new     | not_recorded | 1
        """,
    ),
    Spec(
        "profile.violence",
        "only violence cases; one without a kind stays in the table",
        """
        cases
        case | person | category    | opened_on  | closed_on
        1    | 1      | violence    | 2023-12-31 | 2024-01-01
        2    | 2      | violence    | 2024-12-31 |
        3    | 3      | trafficking | 2024-05-01 |
        4    | 4      | violence    | 2025-01-01 |

        case_facts
        case | kind     | value
        1    | violence | domestic
        1    | violence | sexual_abuse
        3    | violence | domestic
        4    | violence | domestic
        """,
        """
        intake  | violence     | value
        carried | domestic     | 1
        carried | sexual_abuse | 1
        new     | not_recorded | 1

        sex          | violence     | value
        not_recorded | domestic     | 1
        not_recorded | sexual_abuse | 1
        not_recorded | not_recorded | 1
        """,
    ),
    Spec(
        "profile.control",
        "a case with two means of control counts in both",
        CASES
        + """
        case_facts
        case | kind    | value
        1    | control | threats
        2    | control | threats
        2    | control | debt_bondage
        """,
        """
        control      | value
        threats      | 2
        debt_bondage | 1
        not_recorded | 1
        """,
    ),
)
