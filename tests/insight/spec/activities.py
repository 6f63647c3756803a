"""Sessions and events, and who took part in them."""

from tests.insight.spec import Spec

SESSIONS = """
sessions
session | event | kind                        | on         | days | site                  | place
1       | E-1   | training/training           | 2023-12-31 | 2    | club-dajc/social_club | shkoder
2       | E-2   | training/training           | 2024-01-01 | 2    | club-dajc/social_club | shkoder
3       | E-3   | sewing_club/club_session    | 2024-12-31 | 1    | club-dajc/social_club |
4       | E-4   | information_session/meeting | 2024-12-31 | 1    |                       |
5       | E-5   | training/training           | 2025-01-01 | 1    | club-dajc/social_club | shkoder
"""
TOPICS = """
session_topics
session | topic
2       | trafficking
2       | violence
"""
COUNTED = """
headcounts
headcount | session | group      | head_role    | number | bound    | audience | body
1         | 1       | women      | participant  | 99     | exact    |          |
2         | 2       | women      | participant  | 10     | exact    | police   | mun-shkoder
3         | 2       | men        | participant  | 5      | about    |          |
4         | 2       | not_stated | collaborator | 2      | exact    |          | prosecution
5         | 4       | not_stated | participant  | 30     | at_least |          |
6         | 5       | women      | participant  | 99     | exact    |          |

session_audiences
session | audience
2       | students
4       | students
4       | parents
"""
NAMED = """
persons
person | sex    | birth_date
1      | female | 2010-01-01
2      |        |

attendances
attendance | session | person
1          | 1       | 1
2          | 2       | 1
3          | 3       | 1
4          | 3       | 2
5          | 5       | 2
"""

SPECS = (
    Spec(
        "activities.sessions",
        "an event counts once, on its first day; with two topics under both",
        SESSIONS + TOPICS + COUNTED,
        """
        value
        3

        kind         | topic        | value
        training     | trafficking  | 1
        training     | violence     | 1
        club_session | not_recorded | 1
        meeting      | not_recorded | 1

        kind         | audience     | value
        training     | students     | 1
        club_session | not_recorded | 1
        meeting      | students     | 1
        meeting      | parents      | 1

        site         | kind         | club         | value
        club-dajc    | training     | not_recorded | 1
        club-dajc    | club_session | sewing_club  | 1
        not_recorded | meeting      | not_recorded | 1

        municipality | value
        shkoder      | 1
        not_recorded | 2
        """,
    ),
    Spec(
        "activities.sessions",
        "of a project: an event of two projects counts once in each",
        SESSIONS
        + """
        session_projects
        session | project
        2       | PJ-01
        2       | PJ-02
        3       | PJ-02
        """,
        """
        event | value
        E-2   | 1
        E-3   | 1
        """,
        project="PJ-02",
    ),
    Spec(
        "activities.participants",
        "numbers and names together; the least sure number decides how sure the sum is",
        SESSIONS + TOPICS + COUNTED,
        """
        value
        incomplete 45

        kind         | value
        training     | about 15
        club_session | incomplete 0
        meeting      | at least 30

        kind         | group        | value
        training     | women        | 10
        training     | men          | about 5
        club_session | girls        | 0
        club_session | not_recorded | incomplete 0
        meeting      | not_stated   | at least 30

        kind         | audience     | value
        training     | police       | 10
        training     | students     | about 5
        club_session | not_recorded | incomplete 0
        meeting      | not_recorded | at least 30

        event | sent_by      | value
        E-2   | mun-shkoder  | 10
        E-2   | not_recorded | about 5
        E-3   | not_recorded | incomplete 0
        E-4   | not_recorded | at least 30
        """,
    ),
    Spec(
        "activities.participants",
        "named people count in the group of their sex and age",
        SESSIONS + NAMED,
        """
        kind         | group        | value
        training     | girls        | 1
        club_session | girls        | 1
        club_session | not_recorded | 1
        meeting      | not_recorded | incomplete 0
        """,
    ),
    Spec(
        "activities.attendees",
        "different people by name: in total once, by kind once in each",
        SESSIONS + NAMED,
        """
        value
        2

        kind         | sex          | value
        training     | female       | 1
        club_session | female       | 1
        club_session | not_recorded | 1
        """,
    ),
    Spec(
        "activities.attendances",
        "every attendance counts; without a site it stays in the table",
        SESSIONS
        + NAMED
        + """
        headcounts
        headcount | session | number | bound
        1         | 4       | 12     | exact
        """,
        """
        value
        3

        site      | kind         | value
        club-dajc | training     | 1
        club-dajc | club_session | 2
        """,
    ),
    Spec(
        "activities.attendances",
        "an attendance at a session without site or kind",
        """
        sessions
        session | event | on
        1       | E-1   | 2024-03-01

        attendances
        attendance | session | person
        1          | 1       | 1
        """,
        """
        site         | kind         | value
        not_recorded | not_recorded | 1
        """,
    ),
    Spec(
        "activities.bodies",
        "bodies that held an event with us or sent people to it, each once",
        SESSIONS
        + COUNTED
        + """
        session_partners
        session | body
        1       | vatra
        2       | vatra
        3       | vatra
        3       | gadc
        5       | qkpvt
        """,
        """
        value
        4

        kind         | value
        training     | 3
        club_session | 2

        event | value
        E-2   | 3
        E-3   | 2
        """,
    ),
    Spec(
        "activities.days",
        "the days of the events that began in the period",
        SESSIONS,
        """
        value
        4

        kind         | value
        training     | 2
        club_session | 1
        meeting      | 1
        """,
    ),
    Spec(
        "activities.staff",
        "who held events, each once; by kind once in each",
        SESSIONS
        + """
        session_staff
        session | staff
        1       | 71
        2       | 72
        3       | 72
        3       | 73
        4       | 74
        5       | 75
        """,
        """
        value
        3

        kind         | value
        training     | 1
        club_session | 2
        meeting      | 1

        site         | kind         | value
        club-dajc    | training     | 1
        club-dajc    | club_session | 2
        not_recorded | meeting      | 1
        """,
    ),
    Spec(
        "activities.collaborators",
        "collaborators are counted apart from the participants",
        SESSIONS + TOPICS + COUNTED,
        """
        value
        2

        topic       | value
        trafficking | 2
        violence    | 2
        """,
    ),
    Spec(
        "activities.venues",
        "venues, each once for each site that used them; an event without venue gives none",
        """
        sessions
        session | event | kind     | on         | site                    | venue
        1       | E-1   | m/meeting | 2023-12-31 | mu-tirana/mobile_unit   | hospital/health
        2       | E-2   | m/meeting | 2024-01-01 | mu-tirana/mobile_unit   | muriqan/border_police
        3       | E-3   | m/meeting | 2024-06-01 | mu-tirana/mobile_unit   | muriqan/border_police
        4       | E-4   | m/meeting | 2024-12-31 | mu-shkoder/mobile_unit  | muriqan/border_police
        5       | E-5   | m/meeting | 2024-12-31 | mu-shkoder/mobile_unit  | somewhere
        6       | E-6   | m/meeting | 2024-12-31 | mu-shkoder/mobile_unit  |
        7       | E-7   | m/meeting | 2025-01-01 | mu-shkoder/mobile_unit  | hospital/health
        """,
        """
        value
        2

        site       | venue_kind    | value
        mu-tirana  | border_police | 1
        mu-shkoder | border_police | 1
        mu-shkoder | not_recorded  | 1
        """,
    ),
    Spec(
        "awareness.materials",
        "copies handed out; an uncounted pile makes the sum a least number",
        """
        distributions
        distribution | material | on         | site                   | copies
        1            | leaflet  | 2023-12-31 | mu-tirana/mobile_unit  | 500
        2            | leaflet  | 2024-01-01 | mu-tirana/mobile_unit  | 300
        3            | poster   | 2024-12-31 |                        |
        4            | leaflet  | 2025-01-01 | mu-tirana/mobile_unit  | 500
        """,
        """
        value
        incomplete 300

        site         | material | value
        mu-tirana    | leaflet  | 300
        not_recorded | poster   | incomplete 0
        """,
    ),
)
