"""Services given: counselling, monitoring and all others."""

from tests.insight.spec import Spec

RECORDS = """
cases
case | person | category    | opened_on  | closed_on
1    | 1      | trafficking | 2023-06-01 |
2    | 2      | violence    | 2024-01-01 | 2024-06-30

phases
case | phase | started_on | ended_on
1    | 1     | 2023-06-01 | 2024-03-15
1    | 2     | 2024-03-15 |

services
service | person | case | kind                                 | on         | role         | mode
1       | 1      | 1    | psychological_counselling/counselling | 2023-12-31 | psychologist | in_person
2       | 1      | 1    | psychological_counselling/counselling | 2024-01-01 | psychologist | in_person
3       | 1      | 1    | psychological_counselling/counselling | 2024-03-15 | psychologist | online
4       | 2      | 2    | psychosocial_counselling/counselling  | 2024-05-05 |              |
5       | 3      |      | psychosocial_counselling/counselling  | 2024-12-31 | case_manager | phone
6       | 1      | 1    | monitoring_contact/monitoring         | 2024-12-31 | case_manager | phone
7       | 2      | 2    | monitoring_contact/monitoring         | 2024-12-31 | case_manager | phone
8       | 1      | 1    | monitoring_contact/monitoring         | 2025-01-01 | case_manager | phone

service_topics
service | topic
2       | employment
2       | education
3       | employment
"""

SPECS = (
    Spec(
        "services.services",
        "each service once, on its day; on the day a phase changes the new one holds",
        RECORDS,
        """
        value
        6

        phase        | value
        1            | 1
        2            | 2
        3            | 0
        not_recorded | 3

        service_group | role         | value
        counselling   | psychologist | 2
        counselling   | case_manager | 1
        counselling   | not_recorded | 1
        monitoring    | case_manager | 2

        role         | topic        | value
        psychologist | employment   | 2
        psychologist | education    | 1
        case_manager | not_recorded | 3
        not_recorded | not_recorded | 1
        """,
    ),
    Spec(
        "services.services",
        "of a project: the services given under it",
        """
        services
        service | person | kind             | on
        1       | 1      | transport/social | 2024-02-01
        2       | 2      | transport/social | 2024-02-01

        service_projects
        service | project
        1       | PJ-01
        1       | PJ-02
        """,
        """
        value
        1
        """,
        project="PJ-01",
    ),
    Spec(
        "services.people",
        "people, each once; by service once in each; who has no case is outside the programme",
        RECORDS,
        """
        value
        3

        beneficiary | value
        case        | 2
        outside     | 1

        service_group | value
        counselling   | 3
        monitoring    | 2

        sex          | value
        not_recorded | 3
        """,
    ),
    Spec(
        "counselling.sessions",
        "individual sessions with people of the programme; others have no case",
        RECORDS,
        """
        value
        3

        role         | category    | value
        psychologist | trafficking | 2
        not_recorded | violence    | 1

        topic        | value
        employment   | 2
        education    | 1
        not_recorded | 1
        """,
    ),
    Spec(
        "monitoring.sessions",
        "contacts, not cases; without a known phase they stay in the table",
        RECORDS,
        """
        role         | phase        | value
        case_manager | 1            | 0
        case_manager | 2            | 1
        case_manager | not_recorded | 1

        month   | value
        2024-11 | 0
        2024-12 | 2
        """,
    ),
    Spec(
        "monitoring.monitored",
        "each case once, if it was open in the period; a case without category cannot be",
        """
        cases
        case | person | category    | opened_on  | closed_on
        1    | 1      | trafficking | 2023-06-01 |
        2    | 2      | violence    | 2024-01-01 | 2024-06-30
        3    | 3      | violence    | 2023-01-01 | 2023-12-31
        4    | 4      |             | 2024-01-01 |

        services
        service | person | case | kind               | on
        1       | 1      | 1    | contact/monitoring | 2024-01-01
        2       | 1      | 1    | contact/monitoring | 2024-12-31
        3       | 2      | 2    | contact/monitoring | 2025-01-01
        4       | 3      | 3    | contact/monitoring | 2024-02-01
        5       | 4      | 4    | contact/monitoring | 2024-02-01
        """,
        """
        value
        2

        category     | value
        trafficking  | 1
        violence     | 0
        not_recorded | 1
        """,
    ),
)
