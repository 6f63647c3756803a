"""Work, businesses and mentors."""

from tests.insight.spec import Spec

PEOPLE = """
persons
person | sex
1      | female
2      |
3      | male

cases
case | person | category    | opened_on
1    | 1      | trafficking | 2023-06-01
2    | 2      | violence    | 2024-06-01

case_children
tie | case | child | started_on
1   | 1    | 3     | 2023-06-01
"""

SPECS = (
    Spec(
        "employment.employed",
        "people with a case and a job on any day; two sectors count in both, in total once",
        PEOPLE
        + """
        jobs
        job | person | sector   | full_time | started_on | ended_on
        1   | 1      | cleaning | yes       | 2023-01-01 | 2023-12-31
        2   | 1      | kitchen  | yes       | 2023-02-01 | 2024-01-01
        3   | 1      | bar      | no        | 2024-12-31 |
        4   | 2      |          |           | 2024-12-31 |
        5   | 3      | kitchen  | yes       | 2024-05-01 |
        6   | 2      | kitchen  | yes       | 2025-01-01 |
        """,
        """
        value
        2

        category    | sex          | value
        trafficking | female       | 1
        violence    | not_recorded | 1

        sector       | value
        kitchen      | 1
        bar          | 1
        not_recorded | 1

        full_time    | value
        yes          | 1
        no           | 1
        not_recorded | 1
        """,
    ),
    Spec(
        "employment.counselled_only",
        "who had a job on one day of the period does not count",
        PEOPLE
        + """
        services
        service | person | kind                                 | on
        1       | 1      | job_readiness/employment_counselling | 2024-01-01
        2       | 2      | job_readiness/employment_counselling | 2024-12-31
        3       | 3      | job_readiness/employment_counselling | 2024-05-01
        4       | 2      | transport/social                     | 2024-05-01

        jobs
        job | person | sector  | started_on | ended_on
        1   | 1      | kitchen | 2023-05-01 | 2024-01-01
        """,
        """
        value
        1

        category | sex          | value
        violence | not_recorded | 1
        """,
    ),
    Spec(
        "employment.counselled_only",
        "counselling before or after the period does not count; a job outside it does not hinder",
        PEOPLE
        + """
        services
        service | person | kind                                 | on
        1       | 1      | job_readiness/employment_counselling | 2024-12-31
        2       | 2      | job_readiness/employment_counselling | 2023-12-31
        3       | 2      | job_readiness/employment_counselling | 2025-01-01

        jobs
        job | person | sector  | started_on | ended_on
        1   | 1      | kitchen | 2023-05-01 | 2023-12-31
        2   | 1      | kitchen | 2025-01-01 |
        """,
        """
        category    | sex    | value
        trafficking | female | 1
        """,
    ),
    Spec(
        "business.owners",
        "people who started a business in the period; without a plan is an answer too",
        PEOPLE
        + """
        businesses
        business | person | kind       | started_on | plan_made_on
        1        | 1      | handicraft | 2023-12-31 | 2023-06-01
        2        | 1      | hair_salon | 2024-01-01 | 2023-06-01
        3        | 2      |            | 2024-12-31 |
        4        | 3      | hair_salon | 2025-01-01 |
        """,
        """
        value
        2

        business_kind | value
        hair_salon    | 1
        not_recorded  | 1

        business_plan | value
        yes           | 1
        no            | 1
        """,
    ),
    Spec(
        "business.owners",
        "of a project: the businesses started under it",
        """
        businesses
        business | person | kind       | started_on | project
        1        | 1      | handicraft | 2024-02-01 | PJ-13
        2        | 2      | handicraft | 2024-02-01 |
        """,
        """
        value
        1
        """,
        project="PJ-13",
    ),
    Spec(
        "business.registrations",
        "businesses, on the day of their registration",
        """
        businesses
        business | person | kind       | started_on | registered_on
        1        | 1      | handicraft | 2023-01-01 | 2023-12-31
        2        | 1      | hair_salon | 2023-01-01 | 2024-01-01
        3        | 2      |            | 2024-12-01 | 2024-12-31
        4        | 3      | hair_salon | 2024-05-01 | 2025-01-01
        5        | 4      | hair_salon | 2024-05-01 |
        """,
        """
        business_kind | value
        hair_salon    | 1
        not_recorded  | 1
        """,
    ),
    Spec(
        "mentoring.mentors",
        "mentors, each once, however many people they accompany",
        PEOPLE
        + """
        mentor_matches
        match | person | mentor | started_on | ended_on
        1     | 1      | 51     | 2023-01-01 | 2023-12-31
        2     | 1      | 52     | 2023-01-01 | 2024-01-01
        3     | 2      | 52     | 2024-12-31 |
        4     | 2      | 53     | 2025-01-01 |
        """,
        """
        value
        1
        """,
    ),
    Spec(
        "mentoring.persons",
        "people, each once, however many mentors they have",
        PEOPLE
        + """
        mentor_matches
        match | person | mentor | started_on | ended_on
        1     | 1      | 51     | 2023-01-01 | 2023-12-31
        2     | 1      | 52     | 2023-01-01 | 2024-01-01
        3     | 1      | 53     | 2024-12-31 |
        4     | 9      | 53     | 2024-12-31 |
        5     | 2      | 53     | 2025-01-01 |
        """,
        """
        value
        2

        beneficiary | value
        case        | 1
        outside     | 1

        category     | value
        trafficking  | 1
        not_recorded | 1
        """,
    ),
)
