"""Health: follow-ups that last and single acts."""

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
        "health.followups",
        "open on one day is enough; a child without a home of its own lives with its parent",
        PEOPLE
        + """
        placements
        stay | person | placement        | started_on | ended_on
        1    | 1      | shelter          | 2023-06-01 | 2024-03-31
        2    | 1      | rented_apartment | 2024-04-01 |

        follow_ups
        follow_up | person | followup               | started_on | ended_on
        1         | 1      | psychiatric_care       | 2023-01-01 | 2023-12-31
        2         | 1      | pregnancy_delivery     | 2023-02-01 | 2024-01-01
        3         | 2      | vaccination_paediatric | 2024-02-01 | 2024-02-28
        4         | 2      | vaccination_paediatric | 2024-09-01 |
        5         | 9      | psychiatric_care       | 2024-12-31 |
        6         | 9      | pregnancy_delivery     | 2025-01-01 |
        """,
        """
        value
        3

        followup               | beneficiary | placement        | value
        pregnancy_delivery     | case        | shelter          | 1
        vaccination_paediatric | child       | shelter          | 1
        vaccination_paediatric | child       | rented_apartment | 1
        psychiatric_care       | outside     | not_recorded     | 1

        followup               | sex          | value
        pregnancy_delivery     | female       | 1
        vaccination_paediatric | not_recorded | 1
        psychiatric_care       | not_recorded | 1
        """,
    ),
    Spec(
        "health.tests",
        "people, each once in every kind and result",
        PEOPLE
        + """
        medical_acts
        act | person | test    | on         | result
        1   | 1      | covid19 | 2023-12-31 | positive
        2   | 1      | covid19 | 2024-01-01 | positive
        3   | 1      | covid19 | 2024-05-01 | negative
        4   | 1      | covid19 | 2024-06-01 | negative
        5   | 2      | covid19 | 2024-12-31 |
        6   | 2      | x_ray   | 2025-01-01 | normal
        """,
        """
        value
        2

        test    | result       | value
        covid19 | positive     | 1
        covid19 | negative     | 1
        covid19 | not_recorded | 1
        """,
    ),
    Spec(
        "health.acts",
        "acts, however many a person had",
        PEOPLE
        + """
        medical_acts
        act | person | test        | on         | result
        1   | 1      | covid19     | 2023-12-31 | positive
        2   | 1      | covid19     | 2024-01-01 | negative
        3   | 1      | covid19     | 2024-12-31 | negative
        4   | 2      | flu_vaccine | 2024-12-31 |
        5   | 2      | flu_vaccine | 2025-01-01 |
        """,
        """
        test        | result       | value
        covid19     | negative     | 2
        flu_vaccine | not_recorded | 1
        """,
    ),
)
