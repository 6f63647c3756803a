"""Childcare and community centres."""

from tests.insight.spec import Spec

PEOPLE = """
persons
person | sex    | birth_date
1      | female | 2007-01-01
2      | male   | 2006-12-31
3      |        | 2015-06-01
4      | female | 1980-01-01
"""
CHILDCARE = (
    PEOPLE
    + """
enrolments
enrolment | person | site                        | service                 | mother | started_on | ended_on
1         | 1      | childcare-dajc/childcare_centre | alternative/childcare | 4      | 2023-01-01 | 2023-12-31
2         | 1      | childcare-dajc/childcare_centre | alternative/childcare | 4      | 2023-02-01 | 2024-01-01
3         | 1      | centre-lezhe/community_centre   | after_school/childcare | 4     | 2024-12-31 |
4         | 3      | centre-lezhe/community_centre   | after_school/childcare |       | 2024-12-31 |
5         | 2      | centre-lezhe/community_centre   | after_school/childcare | 5     | 2024-06-01 |
6         | 4      | centre-lezhe/community_centre   | life_skills/support    |       | 2024-06-01 |
7         | 9      | centre-lezhe/community_centre   | after_school/childcare | 6     | 2025-01-01 |

jobs
job | person | full_time | started_on | ended_on
1   | 4      | yes       | 2023-01-01 | 2024-01-01
2   | 5      |           | 2024-01-01 |
"""
)
CENTRE = (
    PEOPLE
    + """
enrolments
enrolment | person | site                          | service             | started_on | ended_on
1         | 1      | centre-lezhe/community_centre | pwd/support         | 2023-01-01 | 2023-12-31
2         | 1      | centre-lezhe/community_centre | life_skills/support | 2023-02-01 | 2024-01-01
3         | 1      | centre-lezhe/community_centre | life_skills/support | 2024-12-31 |
4         | 1      | centre-lezhe/community_centre | online/support      | 2024-12-31 |
5         | 2      | centre-lezhe/community_centre | life_skills/support | 2024-06-01 |
6         | 3      | centre-lezhe/community_centre | pwd/support         | 2024-06-01 |
7         | 4      | centre-lezhe/community_centre | help/gbv            | 2024-06-01 |
8         | 4      | centre-lezhe/community_centre | life_skills/support | 2024-06-01 |
9         | 4      | childcare-dajc/childcare_centre | visit/support     | 2024-06-01 |
10        | 2      | centre-lezhe/community_centre | help/gbv            | 2025-01-01 |
"""
)

SPECS = (
    Spec(
        "childcare.children",
        "children in childcare, each once; by centre once in each",
        CHILDCARE,
        """
        value
        3

        site           | sex          | value
        childcare-dajc | female       | 1
        centre-lezhe   | female       | 1
        centre-lezhe   | male         | 1
        centre-lezhe   | not_recorded | 1
        """,
    ),
    Spec(
        "childcare.mothers",
        "mothers, each once; full-time work on one day of the period is enough",
        CHILDCARE,
        """
        value
        2

        site           | full_time_work | value
        childcare-dajc | yes            | 1
        centre-lezhe   | yes            | 1
        centre-lezhe   | not_recorded   | 1
        """,
    ),
    Spec(
        "centre.beneficiaries",
        "different people: a girl becomes a woman on her 18th birthday, by the last day",
        CENTRE
        + """
        group_memberships
        person | group_code | started_on | ended_on
        1      | roma       | 2020-01-01 | 2024-01-01
        1      | disability | 2020-01-01 |
        2      | roma       | 2020-01-01 | 2023-12-31
        """,
        """
        value
        4

        site         | group        | value
        centre-lezhe | girls        | 1
        centre-lezhe | men          | 1
        centre-lezhe | women        | 1
        centre-lezhe | not_recorded | 1

        site         | strand  | group        | value
        centre-lezhe | support | girls        | 1
        centre-lezhe | support | men          | 1
        centre-lezhe | support | women        | 1
        centre-lezhe | support | not_recorded | 1
        centre-lezhe | gbv     | women        | 1

        site         | centre_service | value
        centre-lezhe | life_skills    | 3
        centre-lezhe | online         | 1
        centre-lezhe | pwd            | 1
        centre-lezhe | help           | 1

        site         | beneficiary_group | value
        centre-lezhe | roma              | 1
        centre-lezhe | disability        | 1
        centre-lezhe | not_recorded      | 3
        """,
    ),
    Spec(
        "centre.uses",
        "summed over services: who used two services counts twice, who enrolled twice in one, once",
        CENTRE,
        """
        value
        6

        site         | group        | value
        centre-lezhe | girls        | 2
        centre-lezhe | men          | 1
        centre-lezhe | women        | 2
        centre-lezhe | not_recorded | 1
        """,
    ),
)
