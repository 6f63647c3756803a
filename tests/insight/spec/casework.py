"""Cases, their children, beneficiaries."""

from tests.insight.spec import Spec

EDGES = """
cases
case | person | category    | opened_on  | closed_on
1    | 1      | trafficking | 2023-03-01 | 2023-12-31
2    | 2      | trafficking | 2023-12-31 | 2024-01-01
3    | 3      | violence    | 2024-01-01 |
4    | 4      | violence    | 2024-12-31 |
5    | 5      | trafficking | 2025-01-01 |
"""

SPECS = (
    Spec(
        "casework.cases",
        "open on one day of the period is enough; carried over is who was there before it",
        EDGES,
        """
        value
        3

        category    | intake  | value
        trafficking | carried | 1
        trafficking | new     | 0
        violence    | carried | 0
        violence    | new     | 2
        """,
    ),
    Spec(
        "casework.cases",
        "a return is a new case, of the same person",
        """
        cases
        case | person | category    | opened_on  | closed_on
        1    | 1      | trafficking | 2023-05-01 | 2024-02-10
        2    | 1      | trafficking | 2024-09-01 |
        """,
        """
        intake  | value
        carried | 1
        new     | 1
        """,
    ),
    Spec(
        "casework.cases",
        "age is counted on the last day, by birthday; sex and age not recorded stay in the table",
        """
        persons
        person | sex    | birth_date
        1      | female | 2008-12-31
        2      | female | 2009-01-01
        3      |        | 2003-01-01
        4      | male   |

        cases
        case | person | category    | opened_on
        1    | 1      | trafficking | 2024-01-01
        2    | 2      | trafficking | 2024-01-01
        3    | 3      | trafficking | 2024-01-01
        4    | 4      | violence    | 2024-01-01
        """,
        """
        category    | age_band     | value
        trafficking | 11-15        | 1
        trafficking | 16-18        | 1
        trafficking | 19-21        | 1
        trafficking | 22+          | 0
        violence    | not_recorded | 1

        category    | sex          | value
        trafficking | female       | 2
        trafficking | not_recorded | 1
        violence    | male         | 1

        category    | adulthood    | value
        trafficking | minor        | 2
        trafficking | adult        | 1
        violence    | not_recorded | 1
        """,
    ),
    Spec(
        "casework.cases",
        "the bands meet without gap or overlap: 11, 16, 19 and 22 begin a new one",
        """
        persons
        person | birth_date
        1      | 2014-01-01
        2      | 2013-12-31
        3      | 2008-12-31
        4      | 2005-12-31
        5      | 2002-12-31
        6      | 2003-01-01

        cases
        case | person | category | opened_on
        1    | 1      | violence | 2024-06-01
        2    | 2      | violence | 2024-06-01
        3    | 3      | violence | 2024-06-01
        4    | 4      | violence | 2024-06-01
        5    | 5      | violence | 2024-06-01
        6    | 6      | violence | 2024-06-01
        """,
        """
        age_band | value
        0-10     | 1
        11-15    | 1
        16-18    | 1
        19-21    | 2
        22+      | 1
        """,
    ),
    Spec(
        "casework.cases",
        "the civil status is the one that holds on the last day",
        """
        civil_statuses
        person | civil_status | since
        1      | married      | 2015-01-01
        1      | divorced     | 2024-12-31
        2      | single       | 2000-01-01
        2      | married      | 2025-01-01

        cases
        case | person | category | opened_on
        1    | 1      | violence | 2024-06-01
        2    | 2      | violence | 2024-06-01
        3    | 3      | violence | 2024-06-01
        """,
        """
        category | civil_status | value
        violence | divorced     | 1
        violence | single       | 1
        violence | not_recorded | 1
        """,
    ),
    Spec(
        "casework.cases",
        "stateless is a nationality of its own, whatever the country of origin",
        """
        persons
        person | nationality_status | origin | area  | residence
        1      | foreign            | XK     | urban | kukes
        2      | stateless          | XK     | rural | has
        3      | albanian           |        |       |

        cases
        case | person | category    | opened_on
        1    | 1      | trafficking | 2024-01-01
        2    | 2      | trafficking | 2024-01-01
        3    | 3      | trafficking | 2024-01-01
        """,
        """
        category    | intake | nationality_status | origin       | value
        trafficking | new    | albanian           | not_recorded | 1
        trafficking | new    | foreign            | XK           | 1
        trafficking | new    | stateless          | XK           | 1

        category    | intake | area         | value
        trafficking | new    | urban        | 1
        trafficking | new    | rural        | 1
        trafficking | new    | not_recorded | 1

        category    | municipality | value
        trafficking | kukes        | 1
        trafficking | has          | 1
        trafficking | not_recorded | 1
        """,
    ),
    Spec(
        "casework.cases",
        "the identification status is that of the latest decision up to the last day",
        """
        decisions
        case | identification | decided_on
        1    | potential      | 2023-12-31
        1    | formal         | 2024-12-31
        2    | potential      | 2024-01-01
        2    | formal         | 2025-01-01

        cases
        case | person | category    | opened_on
        1    | 1      | trafficking | 2023-12-01
        2    | 2      | trafficking | 2024-01-01
        3    | 3      | trafficking | 2024-01-01
        """,
        """
        category    | identification | value
        trafficking | formal         | 1
        trafficking | potential      | 1
        trafficking | not_recorded   | 1
        """,
    ),
    Spec(
        "casework.cases",
        "of a project: the cases of people who take part in it during the period",
        """
        participations
        participation | person | project | started_on | ended_on
        1             | 1      | PJ-01   | 2024-12-31 |
        2             | 2      | PJ-01   | 2023-01-01 | 2023-12-31
        3             | 3      | PJ-02   | 2024-01-01 |

        cases
        case | person | category    | opened_on
        1    | 1      | trafficking | 2024-01-01
        2    | 2      | trafficking | 2024-01-01
        3    | 3      | trafficking | 2024-01-01
        """,
        """
        value
        1
        """,
        project="PJ-01",
    ),
    Spec(
        "casework.children",
        "a child counts while both the tie and the parent's case are open",
        """
        cases
        case | person | category    | opened_on  | closed_on
        1    | 1      | trafficking | 2023-06-01 | 2024-01-01
        2    | 2      | violence    | 2024-03-01 |
        3    | 3      | violence    | 2025-01-01 |

        case_children
        tie | case | child | started_on | ended_on
        1   | 1    | 11    | 2023-06-01 | 2023-12-31
        2   | 1    | 12    | 2023-12-31 |
        3   | 1    | 13    | 2024-01-01 |
        4   | 2    | 14    | 2023-01-01 |
        5   | 2    | 15    | 2024-12-31 |
        6   | 3    | 16    | 2024-05-01 |
        """,
        """
        value
        4

        category    | intake  | value
        trafficking | carried | 1
        trafficking | new     | 1
        violence    | carried | 0
        violence    | new     | 2
        """,
    ),
    Spec(
        "casework.children",
        "a child of two cases counts once, with the earlier; its sex and age may be unknown",
        """
        persons
        person | sex    | birth_date
        11     | female | 2014-12-31
        12     |        |

        cases
        case | person | category    | opened_on  | closed_on
        1    | 1      | violence    | 2024-01-01 | 2024-03-31
        2    | 1      | trafficking | 2024-06-01 |

        case_children
        tie | case | child | started_on | ended_on
        1   | 1    | 11    | 2024-01-01 |
        2   | 2    | 11    | 2024-06-01 |
        3   | 2    | 12    | 2024-06-01 |
        """,
        """
        category    | value
        violence    | 1
        trafficking | 1

        sex          | value
        female       | 1
        not_recorded | 1

        age_band     | value
        0-10         | 1
        not_recorded | 1
        """,
    ),
    Spec(
        "casework.beneficiaries",
        "cases and children as people, each once; who has a case is no child",
        """
        persons
        person | sex
        1      | female
        2      | male

        cases
        case | person | category    | opened_on  | closed_on
        1    | 1      | trafficking | 2023-12-31 | 2024-01-01
        2    | 1      | violence    | 2024-07-01 |
        3    | 2      | violence    | 2024-12-31 |
        4    | 4      | violence    | 2025-01-01 |

        case_children
        tie | case | child | started_on | ended_on
        1   | 1    | 2     | 2023-12-31 |
        2   | 1    | 3     | 2023-12-31 |
        """,
        """
        value
        3

        category    | beneficiary | value
        trafficking | case        | 1
        trafficking | child       | 1
        violence    | case        | 1

        intake  | value
        carried | 2
        new     | 1

        sex          | value
        female       | 1
        male         | 1
        not_recorded | 1
        """,
    ),
    Spec(
        "casework.open_at_end",
        "a case closed on the last day was still open on it",
        """
        cases
        case | person | category    | opened_on  | closed_on
        1    | 1      | trafficking | 2023-12-31 | 2024-01-01
        2    | 2      | trafficking | 2023-12-31 | 2024-12-30
        3    | 3      | trafficking | 2024-01-01 | 2024-12-31
        4    | 4      | violence    | 2024-12-31 | 2025-01-01
        5    | 5      | violence    | 2025-01-01 |
        """,
        """
        category    | sex          | value
        trafficking | not_recorded | 1
        violence    | not_recorded | 1
        """,
    ),
    Spec(
        "casework.closed",
        "a case counts on the day it was closed, with its reason",
        """
        cases
        case | person | category    | opened_on  | closed_on  | closing_reason | outcome
        1    | 1      | trafficking | 2023-01-01 | 2023-12-31 | needs_met      | empowered
        2    | 2      | trafficking | 2023-01-01 | 2024-01-01 | needs_met      | empowered
        3    | 3      | trafficking | 2023-01-01 | 2024-12-31 | left_area      |
        4    | 4      | trafficking | 2023-01-01 | 2025-01-01 | needs_met      |
        5    | 5      | trafficking | 2023-01-01 |            |                |
        """,
        """
        value
        2

        category    | closing_reason | value
        trafficking | needs_met      | 1
        trafficking | left_area      | 1

        category    | outcome      | value
        trafficking | empowered    | 1
        trafficking | not_recorded | 1
        """,
    ),
)
