"""What the organisation says of everybody."""

from tests.insight.spec import Spec

NEW = """
persons
person | birth_date
1      | 1990-01-01
2      | 1990-01-01
3      | 2010-01-01

cases
case | person | category    | opened_on  | closed_on
1    | 1      | trafficking | 2023-12-31 | 2024-01-01
2    | 2      | trafficking | 2024-01-01 |
3    | 3      | violence    | 2024-12-31 |
4    | 4      | violence    | 2024-12-31 |
5    | 5      | violence    | 2025-01-01 |
"""

SPECS = (
    Spec(
        "universal.psychosocial_assessment",
        "of the new cases; an assessment of the person counts, one after the period does not",
        NEW
        + """
        assessments
        assessment | person | case | kind         | on
        1          | 2      | 2    | psychosocial | 2024-01-05
        2          | 3      |      | psychosocial | 2024-12-31
        3          | 4      | 4    | psychosocial | 2025-01-01
        4          | 4      | 4    | medical      | 2024-12-31
        """,
        """
        value
        66.7% of 3

        category    | value
        trafficking | 100.0% of 1
        violence    | 50.0% of 2
        """,
    ),
    Spec(
        "universal.psychosocial_assessment",
        "without a new case there is nothing to divide by",
        """
        cases
        case | person | category | opened_on
        1    | 1      | violence | 2023-12-31
        """,
        """
        value
        none of 0
        """,
    ),
    Spec(
        "universal.medical_evaluation",
        "evaluation and a routine test, both",
        NEW
        + """
        assessments
        assessment | person | case | kind    | on
        1          | 2      | 2    | medical | 2024-01-05
        2          | 3      | 3    | medical | 2024-12-31

        medical_acts
        act | person | case | test        | on
        1   | 2      | 2    | blood_count | 2024-01-06
        2   | 3      | 3    | covid19     | 2024-12-31
        3   | 4      |      | x_ray       | 2024-12-31
        """,
        """
        category    | value
        trafficking | 100.0% of 1
        violence    | 0.0% of 2
        """,
    ),
    Spec(
        "universal.informed_of_rights",
        "assessed, and said to be informed",
        NEW
        + """
        assessments
        assessment | person | case | kind        | on         | informed_of_rights
        1          | 2      | 2    | legal_needs | 2024-01-05 | yes
        2          | 3      | 3    | legal_needs | 2024-12-31 | no
        3          | 4      | 4    | legal_needs | 2024-12-31 |
        """,
        """
        category    | value
        trafficking | 100.0% of 1
        violence    | 0.0% of 2
        """,
    ),
    Spec(
        "universal.educational_plan",
        "of all cases of the period; assessment and plan, both",
        NEW
        + """
        assessments
        assessment | person | case | kind        | on
        1          | 1      | 1    | educational | 2024-01-01
        2          | 2      | 2    | educational | 2024-01-05

        plans
        case | kind      | made_on
        1    | education | 2024-01-01
        2    | education | 2025-01-01
        3    | education | 2024-12-31
        """,
        """
        category    | value
        trafficking | 50.0% of 2
        violence    | 0.0% of 2
        """,
    ),
    Spec(
        "universal.health_card",
        "of all cases of the period; a card from before counts",
        NEW
        + """
        papers
        paper | person | paper_kind  | on
        1     | 1      | health_card | 2020-01-01
        2     | 2      | health_card | 2024-12-31
        3     | 3      | health_card | 2025-01-01
        4     | 4      | id_card     | 2024-12-31
        """,
        """
        value
        50.0% of 4
        """,
    ),
    Spec(
        "universal.jobseeker",
        "of the new cases without minors; an unknown age stays in the base",
        NEW
        + """
        papers
        paper | person | paper_kind | on
        1     | 2      | jobseeker  | 2024-02-01
        """,
        """
        category    | value
        trafficking | 100.0% of 1
        violence    | 0.0% of 1
        """,
    ),
    Spec(
        "universal.school_supplies",
        "of the beneficiaries in school, each once",
        NEW
        + """
        case_children
        tie | case | child | started_on
        1   | 2    | 12    | 2024-01-01

        school_enrolments
        enrolment | person | started_on | ended_on
        1         | 2      | 2023-09-11 | 2023-12-31
        2         | 2      | 2023-09-11 | 2024-01-01
        3         | 2      | 2024-12-31 |
        4         | 12     | 2024-09-11 |
        5         | 9      | 2024-09-11 |
        6         | 3      | 2025-01-01 |

        items_given
        given | person | item        | on
        1     | 2      | schoolbooks | 2024-01-01
        2     | 12     | tablet      | 2024-09-11
        3     | 12     |             | 2024-09-11
        4     | 12     | schoolbooks | 2025-01-01
        """,
        """
        beneficiary | value
        case        | 100.0% of 1
        child       | 0.0% of 1
        """,
    ),
    Spec(
        "universal.monitored",
        "of the cases in phase 2 or 3; a contact in phase 1 is not enough",
        """
        cases
        case | person | category    | opened_on  | closed_on
        1    | 1      | trafficking | 2023-01-01 | 2023-12-31
        2    | 2      | trafficking | 2023-01-01 | 2024-01-01
        3    | 3      | violence    | 2023-01-01 |
        4    | 4      | violence    | 2024-12-31 |
        5    | 5      | violence    | 2025-01-01 |

        phases
        case | phase | started_on | ended_on
        1    | 2     | 2023-05-01 | 2023-12-31
        2    | 2     | 2023-05-01 | 2024-01-01
        3    | 1     | 2023-01-01 | 2024-06-30
        3    | 3     | 2024-07-01 |
        4    | 1     | 2024-12-31 |

        services
        service | person | case | kind          | on
        1       | 2      | 2    | x/monitoring  | 2024-01-01
        2       | 3      | 3    | x/monitoring  | 2024-02-01
        3       | 3      | 3    | y/counselling | 2024-08-01
        """,
        """
        category    | value
        trafficking | 100.0% of 1
        violence    | 0.0% of 1
        """,
    ),
    Spec(
        "universal.served_by_plan",
        "of the cases that received services; a draft is no plan",
        NEW
        + """
        services
        service | person | case | kind          | on
        1       | 1      | 1    | y/counselling | 2024-01-01
        2       | 2      | 2    | y/counselling | 2024-12-31
        3       | 3      | 3    | y/counselling | 2025-01-01

        plans
        case | kind          | made_on    | approved_on
        1    | reintegration | 2023-12-31 | 2024-01-01
        2    | reintegration | 2024-01-01 |
        """,
        """
        value
        50.0% of 2
        """,
    ),
    Spec(
        "universal.aid_by_need",
        "the first package of the period decides; needs assessed that day were assessed before",
        NEW
        + """
        aid_deliveries
        delivery | person | on         | food
        1        | 1      | 2023-12-31 | yes
        2        | 1      | 2024-01-01 | yes
        3        | 2      | 2024-06-01 | yes
        4        | 2      | 2024-12-31 | yes
        5        | 9      | 2024-12-31 |
        6        | 3      | 2025-01-01 | yes

        assessments
        assessment | person | kind      | on
        1          | 1      | aid_needs | 2024-01-01
        2          | 2      | aid_needs | 2024-07-01
        """,
        """
        beneficiary | value
        case        | 50.0% of 2
        outside     | 0.0% of 1
        """,
    ),
)
