"""Projects, partners, places, sites, staff, agreements, publications, supervision."""

from agimi.insight.results import Period
from tests.insight.spec import YEAR, Spec

PROJECTS = """
projects
project | key   | started_on | ended_on
1       | PJ-01 | 2022-01-01 | 2023-12-31
2       | PJ-02 | 2023-12-15 | 2024-01-01
3       | PJ-03 | 2024-12-31 |
4       | PJ-04 | 2025-01-01 |
"""
POSTS = """
posts
post | staff | role         | site                   | project | started_on | ended_on
1    | 71    | psychologist | mu-tirana/mobile_unit  |         | 2020-01-01 | 2023-12-31
2    | 72    | psychologist | mu-tirana/mobile_unit  | PJ-01   | 2023-12-31 | 2024-12-30
3    | 72    | trainer      | mu-tirana/mobile_unit  | PJ-01   | 2024-12-31 |
4    | 73    |              | mu-shkoder/mobile_unit |         | 2024-01-01 | 2024-12-31
5    | 74    | psychologist |                        |         | 2024-12-31 |
6    | 75    | psychologist | mu-shkoder/mobile_unit |         | 2025-01-01 |
"""
SUPERVISED = """
supervisions
supervision | on         | professional | staff | centre
1           | 2023-12-31 | 1            |       | vatra
2           | 2024-01-01 | 1            |       | vatra
3           | 2024-05-01 | 1            |       | vatra
4           | 2024-12-31 |              | 1     | organisation
5           | 2024-12-31 |              | 2     |
6           | 2025-01-01 | 2            |       | qkpvt
"""

SPECS = (
    Spec(
        "programme.projects",
        "projects running on any day; under each donor, or without one",
        PROJECTS
        + """
        project_bodies
        project | body     | partner_role
        2       | un-women | donor
        2       | eu       | donor
        2       | vatra    | partner
        4       | eu       | donor
        """,
        """
        value
        2

        donor        | value
        un-women     | 1
        eu           | 1
        not_recorded | 1
        """,
    ),
    Spec(
        "programme.project_months",
        "months begun, from the first to the end of the project or of the period",
        PROJECTS,
        """
        value
        3
        """,
    ),
    Spec(
        "programme.project_months",
        "of one project since it began",
        PROJECTS,
        """
        value
        24
        """,
        project="PJ-01",
        period=Period(YEAR.start.replace(year=2022), YEAR.end),
    ),
    Spec(
        "programme.partners",
        "bodies of the projects of the period, once in each role",
        PROJECTS
        + """
        project_bodies
        project | body  | partner_role
        1       | arsis | partner
        2       | vatra | partner
        3       | vatra | partner
        3       | vatra | lead
        3       | gadc  |
        4       | jobis | partner
        """,
        """
        value
        2

        partner_role | body  | value
        partner      | vatra | 1
        lead         | vatra | 1
        not_recorded | gadc  | 1
        """,
    ),
    Spec(
        "programme.places",
        "places of the projects of the period, each once",
        PROJECTS
        + """
        project_places
        project | place
        1       | berat/municipality
        2       | vlore/municipality
        3       | vlore/municipality
        3       | county-fier/county
        3       | somewhere
        4       | berat/municipality
        """,
        """
        place_level  | value
        municipality | 1
        county       | 1
        not_recorded | 1
        """,
    ),
    Spec(
        "programme.targets",
        "what was promised, whatever the period",
        """
        targets
        target_number | project | key       | value | bound
        1             | PJ-07   | survivors | 80    | at_least
        2             | PJ-10   | survivors | 40    | exact
        3             | PJ-10   | models    | 3     |
        """,
        """
        project | target    | value
        PJ-07   | survivors | at least 80
        PJ-10   | survivors | 40
        PJ-10   | models    | incomplete 3
        """,
    ),
    Spec(
        "project.participants",
        "people who took part on any day; served by us and by a partner counts in both",
        """
        persons
        person | sex
        1      | female
        2      |

        participations
        participation | person | project | participant | served_by | started_on | ended_on
        1             | 9      | PJ-12   | survivor    |           | 2023-01-01 | 2023-12-31
        2             | 1      | PJ-12   | survivor    |           | 2023-01-01 | 2024-01-01
        3             | 1      | PJ-12   | survivor    | vatra     | 2024-03-01 |
        4             | 2      | PJ-12   |             | vatra     | 2024-12-31 |
        5             | 8      | PJ-12   | child       |           | 2025-01-01 |
        6             | 7      | PJ-13   | survivor    |           | 2024-03-01 |
        """,
        """
        value
        2

        participant  | sex          | value
        survivor     | female       | 1
        not_recorded | not_recorded | 1

        served_by    | value
        organisation | 1
        partner      | 2
        """,
        project="PJ-12",
    ),
    Spec(
        "programme.sites",
        "sites open on any day",
        """
        sites
        site | key        | site_kind        | started_on | ended_on
        1    | old        | shelter          | 2010-01-01 | 2023-12-31
        2    | mu-tirana  | mobile_unit      | 2010-01-01 | 2024-01-01
        3    | mu-lezhe   | mobile_unit      | 2024-12-31 |
        4    | new        |                  | 2024-12-31 |
        5    | later      | mobile_unit      | 2025-01-01 |
        """,
        """
        site_kind    | site      | value
        mobile_unit  | mu-tirana | 1
        mobile_unit  | mu-lezhe  | 1
        not_recorded | new       | 1
        """,
    ),
    Spec(
        "programme.sites",
        "of a project: where it pays a post in the period",
        POSTS
        + """
        sites
        site | key        | site_kind   | started_on
        1    | mu-tirana  | mobile_unit | 2010-01-01
        2    | mu-shkoder | mobile_unit | 2010-01-01
        """,
        """
        value
        1
        """,
        project="PJ-01",
    ),
    Spec(
        "programme.staff",
        "who holds a post on the last day, each once; by site and post once in each",
        POSTS,
        """
        value
        3

        site         | role         | value
        mu-tirana    | trainer      | 1
        mu-shkoder   | not_recorded | 1
        not_recorded | psychologist | 1
        """,
    ),
    Spec(
        "programme.staff_recruited",
        "whose first post at a site began in the period; a second post there is none",
        POSTS,
        """
        value
        2

        site         | value
        mu-shkoder   | 1
        not_recorded | 1
        """,
    ),
    Spec(
        "programme.agreements",
        "agreements signed in the period",
        """
        agreements
        agreement | body    | on         | site
        1         | police  | 2023-12-31 | centre-lezhe/community_centre
        2         | police  | 2024-01-01 | centre-lezhe/community_centre
        3         | schools | 2024-12-31 |
        4         | schools | 2025-01-01 | centre-lezhe/community_centre
        """,
        """
        site         | value
        centre-lezhe | 1
        not_recorded | 1
        """,
    ),
    Spec(
        "programme.agreement_bodies",
        "bodies, each once, however many agreements they signed",
        """
        agreements
        agreement | body    | on         | site
        1         | health  | 2023-12-31 | centre-lezhe/community_centre
        2         | police  | 2024-01-01 | centre-lezhe/community_centre
        3         | police  | 2024-12-31 | centre-lezhe/community_centre
        4         | schools | 2024-12-31 |
        5         | health  | 2025-01-01 | centre-lezhe/community_centre
        """,
        """
        value
        2

        site         | value
        centre-lezhe | 1
        not_recorded | 1
        """,
    ),
    Spec(
        "publications.publications",
        "publications, under each partner",
        """
        publications
        publication | kind      | on
        1           | guideline | 2023-12-31
        2           | guideline | 2024-01-01
        3           | guideline | 2024-12-31
        4           |           | 2024-12-31
        5           | guideline | 2025-01-01

        publication_partners
        publication | body
        2           | nexus
        2           | vatra
        """,
        """
        value
        3

        publication_kind | partner      | value
        guideline        | nexus        | 1
        guideline        | vatra        | 1
        guideline        | not_recorded | 1
        not_recorded     | not_recorded | 1
        """,
    ),
    Spec(
        "advocacy.court_decisions",
        "decisions, on the day they were monitored",
        """
        court_decisions
        decision | on
        1        | 2023-12-31
        2        | 2024-01-01
        3        | 2024-12-31
        4        | 2025-01-01
        """,
        """
        value
        2
        """,
    ),
    Spec(
        "supervision.sessions",
        "every session counts",
        SUPERVISED,
        """
        value
        4

        of_whom       | value
        own_staff     | 2
        partner_staff | 2
        """,
    ),
    Spec(
        "supervision.professionals",
        "people, each once; staff and partners' professionals never mixed up",
        SUPERVISED,
        """
        value
        3

        of_whom       | value
        own_staff     | 2
        partner_staff | 1
        """,
    ),
    Spec(
        "supervision.centres",
        "centres, each once; a session without a centre gives none",
        SUPERVISED,
        """
        value
        2
        """,
    ),
)
