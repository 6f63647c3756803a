"""The mobile units: people met and possible victims identified."""

from tests.insight.spec import Spec

SPECS = (
    Spec(
        "mobile.contacts",
        "adults and minors of every contact; an institution's people as well",
        """
        contacts
        contact | site                   | contacted    | on         | adults | minors | place
        1       | mu-tirana/mobile_unit  | person       | 2023-12-31 | 5      | 5      | tirane
        2       | mu-tirana/mobile_unit  | person       | 2024-01-01 | 2      | 3      | tirane
        3       | mu-tirana/mobile_unit  | professional | 2024-12-31 | 4      | 0      |
        4       | mu-shkoder/mobile_unit |              | 2024-12-31 | 1      | 0      |
        5       | mu-shkoder/mobile_unit | institution  | 2025-01-01 | 9      | 0      | tirane
        """,
        """
        value
        10

        site       | contacted    | value
        mu-tirana  | person       | 5
        mu-tirana  | professional | 4
        mu-shkoder | not_recorded | 1

        contacted    | met   | value
        person       | adult | 2
        person       | minor | 3
        professional | adult | 4
        not_recorded | adult | 1

        municipality | value
        tirane       | 5
        not_recorded | 5
        """,
    ),
    Spec(
        "mobile.identified",
        "possible victims and the children with them; admission to the programme is another thing",
        """
        identifications
        identification | site                  | on         | person
        1              | mu-tirana/mobile_unit | 2023-12-31 | 1
        2              | mu-tirana/mobile_unit | 2024-01-01 | 2
        3              | mu-tirana/mobile_unit | 2024-07-01 | 2
        4              |                       | 2024-12-31 | 3
        5              | mu-tirana/mobile_unit | 2025-01-01 | 4

        identified_children
        identification | child
        2              | 12
        3              | 12
        5              | 14
        """,
        """
        value
        3

        beneficiary | value
        case        | 2
        child       | 1

        site         | beneficiary | value
        mu-tirana    | case        | 1
        mu-tirana    | child       | 1
        not_recorded | case        | 1
        """,
    ),
)
