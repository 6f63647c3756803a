"""Where people live, and the help that reaches their homes."""

from tests.insight.spec import Spec

PEOPLE = """
persons
person | sex
1      | female
2      |

cases
case | person | category    | opened_on  | closed_on
1    | 1      | trafficking | 2023-06-01 |
2    | 2      | violence    | 2024-06-01 | 2024-07-31
3    | 3      | violence    | 2024-06-01 |

case_children
tie | case | child | started_on | ended_on
1   | 1    | 11    | 2023-06-01 |
2   | 1    | 12    | 2023-06-01 |
3   | 2    | 13    | 2024-06-01 |
"""
HOMES = """
placements
stay | person | placement        | started_on | ended_on
1    | 1      | shelter          | 2023-06-01 | 2023-12-31
2    | 1      | rented_apartment | 2023-12-31 | 2024-01-01
3    | 1      | family           | 2024-12-31 |
4    | 2      | shelter          | 2024-06-01 | 2024-07-31
5    | 2      | independent      | 2024-08-01 |
6    | 12     | shelter          | 2024-02-01 |
7    | 3      | independent      | 2025-01-01 |
8    | 13     |                  | 2024-06-01 |
"""

SPECS = (
    Spec(
        "placements.cases",
        "a case once in each group in which its person lived while it was open",
        PEOPLE + HOMES,
        """
        value
        2

        placement_group | category    | value
        community       | trafficking | 1
        shelter         | violence    | 1

        placement        | category    | value
        rented_apartment | trafficking | 1
        family           | trafficking | 1
        shelter          | violence    | 1
        """,
    ),
    Spec(
        "placements.children",
        "a child lives with its parent, unless a placement of its own is recorded",
        PEOPLE + HOMES,
        """
        value
        3

        placement_group | category    | value
        community       | trafficking | 1
        shelter         | trafficking | 1
        not_recorded    | violence    | 1
        """,
    ),
    Spec(
        "aid.recipients",
        "people, each once, by all that they received in the period",
        PEOPLE
        + """
        aid_deliveries
        delivery | person | on         | food | hygiene | rent_months
        1        | 1      | 2023-12-31 | yes  | yes     | 1
        2        | 1      | 2024-01-01 | yes  | no      | 0
        3        | 1      | 2024-12-31 | no   | yes     | 0
        4        | 2      | 2024-12-31 | yes  | yes     | 1
        5        | 9      | 2024-05-01 | no   | no      | 0
        6        | 3      | 2025-01-01 | yes  | yes     | 0
        """,
        """
        value
        3

        contents          | value
        food+hygiene      | 1
        food+hygiene+rent | 1
        not_recorded      | 1

        sex          | value
        female       | 1
        not_recorded | 2
        """,
    ),
    Spec(
        "aid.deliveries",
        "packages, of the project under which they were given",
        """
        aid_deliveries
        delivery | person | on         | food | project
        1        | 1      | 2023-12-31 | yes  | PJ-02
        2        | 1      | 2024-01-01 | yes  | PJ-02
        3        | 1      | 2024-12-31 | yes  | PJ-02
        4        | 1      | 2024-12-31 | yes  |
        5        | 1      | 2025-01-01 | yes  | PJ-02
        """,
        """
        value
        2
        """,
        project="PJ-02",
    ),
    Spec(
        "aid.children",
        "children, each once, however many packages reached them",
        """
        persons
        person | sex
        11     | female
        12     |

        aid_deliveries
        delivery | person | on         | food
        1        | 1      | 2023-12-31 | yes
        2        | 1      | 2024-01-01 | yes
        3        | 1      | 2024-12-31 | yes
        4        | 1      | 2025-01-01 | yes

        aid_children
        delivery | child
        1        | 10
        2        | 11
        3        | 11
        3        | 12
        4        | 13
        """,
        """
        value
        2

        sex          | value
        female       | 1
        not_recorded | 1
        """,
    ),
    Spec(
        "aid.rent_months",
        "the sum of the months; a package without any adds none",
        """
        aid_deliveries
        delivery | person | on         | rent_months
        1        | 1      | 2023-12-31 | 1
        2        | 1      | 2024-01-01 | 1
        3        | 1      | 2024-12-31 | 2
        4        | 2      | 2024-12-31 | 0
        5        | 2      | 2024-12-31 |
        6        | 1      | 2025-01-01 | 1
        """,
        """
        value
        3
        """,
    ),
    Spec(
        "housing.supported",
        "people helped with the rent on any day, once in each kind",
        PEOPLE
        + """
        housing_supports
        support | person | housing      | started_on | ended_on
        1       | 1      | rent_subsidy | 2023-01-01 | 2023-12-31
        2       | 1      | rent_payment | 2023-01-01 | 2024-01-01
        3       | 1      | rent_bonus   | 2024-12-31 |
        4       | 9      |              | 2024-12-31 |
        5       | 2      | rent_bonus   | 2025-01-01 |
        """,
        """
        value
        2

        housing      | value
        rent_payment | 1
        rent_bonus   | 1
        not_recorded | 1

        category     | value
        trafficking  | 1
        not_recorded | 1
        """,
    ),
    Spec(
        "items.recipients",
        "people, once in each kind of item",
        PEOPLE
        + """
        items_given
        given | person | item        | on
        1     | 1      | tablet      | 2023-12-31
        2     | 1      | schoolbooks | 2024-01-01
        3     | 11     | schoolbooks | 2024-12-31
        4     | 11     |             | 2024-12-31
        5     | 2      | tablet      | 2025-01-01
        """,
        """
        value
        2

        beneficiary | item         | value
        case        | schoolbooks  | 1
        child       | schoolbooks  | 1
        child       | not_recorded | 1
        """,
    ),
    Spec(
        "benefits.applicants",
        "people, once in each benefit and answer",
        PEOPLE
        + """
        applications
        application | person | benefit    | on         | answer
        1           | 1      | rent_bonus | 2023-12-31 | accepted
        2           | 1      | rent_bonus | 2024-01-01 | refused
        3           | 1      | rent_bonus | 2024-12-31 | accepted
        4           | 2      |            | 2024-12-31 |
        5           | 3      | rent_bonus | 2025-01-01 | accepted
        """,
        """
        value
        2

        benefit      | answer       | value
        rent_bonus   | accepted     | 1
        rent_bonus   | refused      | 1
        not_recorded | not_recorded | 1
        """,
    ),
)
