"""Legal aid, proceedings, documents and the advisory line."""

from tests.insight.spec import Spec

AID = """
persons
person | sex    | birth_date
1      | female | 2007-01-01
2      |        |
3      | female | 1980-05-05

decisions
case | identification | decided_on
1    | potential      | 2023-06-02

legal_aid
legal_aid | person | case | level     | client_group | started_on | ended_on   | district
1         | 1      | 1    | primary   | trafficking  | 2023-01-01 | 2023-12-31 |
2         | 1      | 1    | primary   | trafficking  | 2023-12-31 | 2024-01-01 |
3         | 1      | 1    | primary   | trafficking  | 2024-05-01 |            |
4         | 1      | 1    | secondary | trafficking  | 2024-12-31 |            |
5         | 2      |      | primary   | domestic     | 2024-01-01 |            | puke
6         | 3      | 3    | primary   |              | 2024-07-01 |            | shkoder
7         | 4      |      | primary   | other        | 2025-01-01 |            |
"""

SPECS = (
    Spec(
        "legal.clients",
        "people, each once in a level; the first aid of the period decides whether carried over",
        AID,
        """
        value
        3

        client    | level     | intake  | value
        programme | primary   | carried | 1
        programme | primary   | new     | 1
        programme | secondary | carried | 0
        programme | secondary | new     | 1
        outside   | primary   | carried | 0
        outside   | primary   | new     | 1
        outside   | secondary | carried | 0
        outside   | secondary | new     | 0

        client    | level     | client_group | value
        programme | primary   | trafficking  | 1
        programme | primary   | not_recorded | 1
        programme | secondary | trafficking  | 1
        outside   | primary   | domestic     | 1

        municipality | value
        puke         | 1
        shkoder      | 1
        not_recorded | 1
        """,
    ),
    Spec(
        "legal.cases",
        "aid of one level to one client; a client may have several",
        AID,
        """
        client    | level     | intake  | value
        programme | primary   | carried | 1
        programme | primary   | new     | 2
        programme | secondary | new     | 1
        outside   | primary   | new     | 1

        client    | level     | client_group | value
        programme | primary   | trafficking  | 2
        programme | primary   | not_recorded | 1
        programme | secondary | trafficking  | 1
        outside   | primary   | domestic     | 1
        """,
    ),
    Spec(
        "legal.clients",
        "of a project: the legal aid given under it",
        """
        legal_aid
        legal_aid | person | level   | started_on | project
        1         | 1      | primary | 2024-04-01 | PJ-17
        2         | 2      | primary | 2024-04-01 |
        """,
        """
        value
        1
        """,
        project="PJ-17",
    ),
    Spec(
        "legal.proceedings",
        "proceedings, not clients; status and age of the client on the last day",
        AID
        + """
        proceedings
        proceeding | legal_aid | person | kind         | law_area | started_on | ended_on
        1          | 2         | 1      | accused_theft | criminal | 2023-02-01 | 2023-12-31
        2          | 2         | 1      | accused_theft | criminal | 2023-12-31 | 2024-01-01
        3          | 4         | 1      | divorce       | civil    | 2024-12-31 |
        4          | 5         | 2      | divorce       |          | 2024-03-01 |
        5          | 5         | 2      | divorce       | civil    | 2025-01-01 |
        """,
        """
        value
        3

        client    | law_area     | value
        programme | criminal     | 1
        programme | civil        | 1
        outside   | not_recorded | 1

        client    | client_group | identification | intake  | proceeding    | adulthood    | value
        programme | trafficking  | potential      | carried | accused_theft | minor        | 1
        programme | trafficking  | potential      | new     | divorce       | minor        | 1
        outside   | domestic     | not_recorded   | new     | divorce       | not_recorded | 1
        """,
    ),
    Spec(
        "documents.persons",
        "people who obtained a civil document; a CV is none",
        """
        persons
        person | nationality_status
        1      | foreign
        2      |

        papers
        paper | person | paper_kind       | on         | channel
        1     | 1      | passport         | 2023-12-31 | embassy
        2     | 1      | passport         | 2024-01-01 | embassy
        3     | 1      | residence_permit | 2024-12-31 | office
        4     | 2      | id_card          | 2024-12-31 |
        5     | 2      | cv               | 2024-05-01 | own
        6     | 3      | id_card          | 2025-01-01 | office
        """,
        """
        value
        2

        nationality_status | value
        foreign            | 1
        not_recorded       | 1

        paper_kind       | channel      | value
        passport         | embassy      | 1
        residence_permit | office       | 1
        id_card          | not_recorded | 1
        """,
    ),
    Spec(
        "hotline.calls",
        "every call counts, also of one person; a month without calls is a row of 0",
        """
        calls
        call | on         | person | topic
        1    | 2023-12-31 | 1      | divorce
        2    | 2024-01-01 | 1      | divorce
        3    | 2024-01-01 | 1      | divorce
        4    | 2024-12-31 |        |
        5    | 2025-01-01 |        |
        """,
        """
        value
        3

        month   | value
        2024-01 | 2
        2024-02 | 0
        2024-03 | 0
        2024-04 | 0
        2024-05 | 0
        2024-06 | 0
        2024-07 | 0
        2024-08 | 0
        2024-09 | 0
        2024-10 | 0
        2024-11 | 0
        2024-12 | 1

        topic        | value
        divorce      | 2
        not_recorded | 1
        """,
    ),
)
