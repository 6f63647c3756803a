"""What the two contenders read from the database: hand-written, only the columns and rows they need.

Both databases understand these queries. ``{a}`` and ``{z}`` are the first and last day of the year.
"""

from __future__ import annotations

from agimi.insight.results import Period

DAY_COLUMNS = frozenset(
    {
        "approved_on",
        "birth_date",
        "closed_on",
        "decided_on",
        "day",
        "ended_on",
        "opened_on",
        "plan_made_on",
        "registered_on",
        "since",
        "started_on",
    }
)
YES_NO_COLUMNS = frozenset({"full_time", "food", "hygiene", "informed_of_rights"})

_DURING = "started_on <= '{z}' AND (ended_on IS NULL OR ended_on >= '{a}')"
_CASE = "c.opened_on <= '{z}' AND (c.closed_on IS NULL OR c.closed_on >= '{a}')"
_ON = "\"on\" BETWEEN '{a}' AND '{z}'"
_SESSION = "JOIN activities_session s ON s.id = x.session_id WHERE s.\"on\" BETWEEN '{a}' AND '{z}'"
_SERVICE = "JOIN casework_service s ON s.id = x.service_id WHERE s.\"on\" BETWEEN '{a}' AND '{z}'"

TABLES: dict[str, str] = {
    "persons": """
        SELECT p.id AS person, p.sex, p.birth_date, p.nationality_status, c.alpha2 AS origin,
               p.municipality_id AS municipality, p.residence_id AS residence,
               p.area_type AS area, p.disability
        FROM people_person p LEFT JOIN programme_country c ON c.id = p.origin_id
        WHERE p.merged_into_id IS NULL""",
    "civil_statuses": """
        SELECT person_id AS person, status AS civil_status, since
        FROM people_civilstatus WHERE since <= '{z}'""",
    "group_memberships": f"""
        SELECT person_id AS person, group_id AS group_code
        FROM people_groupmembership WHERE {_DURING}""",
    "cases": f"""
        SELECT c.id AS case_id, c.person_id AS person, c.category, c.opened_on, c.closed_on,
               c.closing_reason, c.outcome, c.referred_by_id AS referred_by
        FROM casework_case c WHERE {_CASE}""",
    "case_children": f"""
        SELECT id AS tie, case_id, child_id AS child, started_on, ended_on
        FROM casework_casechild WHERE {_DURING}""",
    "decisions": """
        SELECT id AS decision, case_id, status AS identification, decided_on
        FROM casework_identificationdecision WHERE decided_on <= '{z}'""",
    "case_facts": f"""
        SELECT f.case_id, f.kind, f.value
        FROM casework_casefact f JOIN casework_case c ON c.id = f.case_id WHERE {_CASE}""",
    "phases": f"""
        SELECT case_id, number AS phase, started_on, ended_on
        FROM casework_phase WHERE {_DURING}""",
    "placements": f"""
        SELECT id AS stay, person_id AS person, kind AS placement, started_on, ended_on
        FROM casework_placement WHERE {_DURING}""",
    "participations": f"""
        SELECT id AS participation, person_id AS person, project_id AS project,
               role AS participant, served_by_id AS served_by, started_on, ended_on
        FROM casework_participation WHERE {_DURING}""",
    "services": f"""
        SELECT id AS service_id, person_id AS person, case_id, kind_id, "on" AS day, role, mode,
               site_id
        FROM casework_service WHERE {_ON}""",
    "service_topics": f"""
        SELECT x.service_id, x.code_id FROM casework_service_topics x {_SERVICE}""",
    "legal_aid": """
        SELECT id AS legal_aid, person_id AS person, case_id, level, category AS client_group,
               started_on, ended_on, district_id
        FROM casework_legalaid WHERE started_on <= '{z}'""",
    "proceedings": f"""
        SELECT id AS proceeding_id, legal_aid_id AS legal_aid, person_id AS person, kind_id,
               area_of_law AS law_area, started_on, ended_on
        FROM casework_proceeding WHERE {_DURING}""",
    "school_enrolments": f"""
        SELECT id AS enrolment, person_id AS person, level AS school_level, started_on, ended_on
        FROM casework_schoolenrolment WHERE {_DURING}""",
    "course_enrolments": f"""
        SELECT id AS enrolment, person_id AS person, course_id, provider_id, started_on, ended_on
        FROM casework_courseenrolment WHERE {_DURING}""",
    "jobs": f"""
        SELECT id AS job, person_id AS person, sector_id, full_time, started_on, ended_on
        FROM casework_job WHERE {_DURING}""",
    "businesses": """
        SELECT id AS business, person_id AS person, kind_id, started_on, plan_made_on,
               registered_on
        FROM casework_business""",
    "mentor_matches": f"""
        SELECT id AS match, person_id AS person, mentor_id AS mentor, started_on, ended_on
        FROM casework_mentormatch WHERE {_DURING}""",
    "follow_ups": f"""
        SELECT id AS follow_up, person_id AS person, kind AS followup, started_on, ended_on
        FROM casework_healthfollowup WHERE {_DURING}""",
    "medical_acts": f"""
        SELECT id AS act, person_id AS person, case_id, kind AS test, "on" AS day, result
        FROM casework_medicalact WHERE {_ON}""",
    "aid_deliveries": f"""
        SELECT id AS delivery, person_id AS person, "on" AS day, food, hygiene, rent_months
        FROM casework_aiddelivery WHERE {_ON}""",
    "aid_children": """
        SELECT x.aiddelivery_id AS delivery, x.person_id AS child
        FROM casework_aiddelivery_children x JOIN casework_aiddelivery s ON s.id = x.aiddelivery_id
        WHERE s."on" BETWEEN '{a}' AND '{z}'""",
    "housing_supports": f"""
        SELECT id AS support, person_id AS person, kind AS housing, started_on, ended_on
        FROM casework_housingsupport WHERE {_DURING}""",
    "items_given": f"""
        SELECT id AS given, person_id AS person, item_id, "on" AS day
        FROM casework_itemgiven WHERE {_ON}""",
    "applications": f"""
        SELECT id AS application, person_id AS person, benefit_id, "on" AS day, answer
        FROM casework_application WHERE {_ON}""",
    "papers": """
        SELECT id AS paper, person_id AS person, kind AS paper_kind, "on" AS day, channel
        FROM casework_paper WHERE "on" <= '{z}'""",
    "assessments": """
        SELECT person_id AS person, case_id, kind, "on" AS day, informed_of_rights
        FROM casework_assessment WHERE "on" <= '{z}'""",
    "plans": """
        SELECT case_id, kind, approved_on FROM casework_plan WHERE made_on <= '{z}'""",
    "sessions": f"""
        SELECT id AS session_id, code AS event, kind_id, "on" AS day, days, site_id, place_id,
               venue_id AS venue, organiser
        FROM activities_session WHERE state = 'held' AND {_ON}""",
    "session_topics": f"""
        SELECT x.session_id, x.code_id FROM activities_session_topics x {_SESSION}""",
    "session_audiences": f"""
        SELECT x.session_id, x.code_id FROM activities_session_audiences x {_SESSION}""",
    "session_partners": f"""
        SELECT x.session_id, x.body_id AS body FROM activities_session_partners x {_SESSION}""",
    "session_staff": f"""
        SELECT x.session_id, x.staff_id AS staff FROM activities_session_staff x {_SESSION}""",
    "attendances": f"""
        SELECT x.id AS attendance, x.session_id, x.person_id AS person
        FROM activities_attendance x {_SESSION}""",
    "headcounts": f"""
        SELECT x.id AS headcount, x.session_id, x."group" AS counted_as, x.role AS head_role,
               x.number, x.bound, x.audience_id, x.body_id AS body
        FROM activities_headcount x {_SESSION}""",
    "enrolments": f"""
        SELECT id AS enrolment, person_id AS person, site_id, service_id, mother_id AS mother,
               started_on, ended_on
        FROM activities_centreenrolment WHERE {_DURING}""",
    "contacts": f"""
        SELECT id AS contact, unit_id AS site_id, kind AS contacted, "on" AS day, adults, minors,
               place_id
        FROM activities_contact WHERE {_ON}""",
    "identifications": f"""
        SELECT id AS identification, unit_id AS site_id, "on" AS day, person_id AS person
        FROM activities_identification WHERE {_ON}""",
    "identified_children": """
        SELECT x.identification_id AS identification, x.person_id AS person
        FROM activities_identification_children x
        JOIN activities_identification s ON s.id = x.identification_id
        WHERE s."on" BETWEEN '{a}' AND '{z}'""",
    "calls": f"""
        SELECT id AS call, "on" AS day, "order" AS call_order, topic_id
        FROM activities_call WHERE {_ON}""",
    "supervisions": f"""
        SELECT id AS supervision, "on" AS day, professional_id AS professional, staff_id AS staff,
               centre_id AS centre
        FROM activities_supervision WHERE {_ON}""",
    "publications": f"""
        SELECT id AS publication, kind_id, "on" AS day FROM activities_publication WHERE {_ON}""",
    "publication_partners": """
        SELECT x.publication_id AS publication, x.body_id AS body
        FROM activities_publication_partners x
        JOIN activities_publication s ON s.id = x.publication_id
        WHERE s."on" BETWEEN '{a}' AND '{z}'""",
    "agreements": """
        SELECT id AS agreement, body_id AS body, signed_on AS day, site_id
        FROM activities_agreement WHERE signed_on BETWEEN '{a}' AND '{z}'""",
    "court_decisions": """
        SELECT id AS decision, monitored_on AS day
        FROM activities_courtdecision WHERE monitored_on BETWEEN '{a}' AND '{z}'""",
    "distributions": f"""
        SELECT id AS distribution, material_id, "on" AS day, site_id, copies
        FROM activities_distribution WHERE {_ON}""",
    "codes": """
        SELECT id AS code, "key", "group" AS counts_as FROM programme_code""",
    "places": """
        SELECT p.id AS place, p.code AS "key", p.kind AS level, m.code AS municipality,
               c.code AS county
        FROM programme_place p
        LEFT JOIN programme_place m ON m.id = p.municipality_id
        LEFT JOIN programme_place c ON c.id = p.county_id""",
    "bodies": """
        SELECT id AS body, code AS "key", kind, referral_group FROM programme_body""",
    "sites": """
        SELECT id AS site_id, code AS "key", kind AS site_kind, started_on, ended_on
        FROM programme_site""",
    "posts": """
        SELECT id AS post, staff_id AS staff, role, site_id, started_on, ended_on
        FROM programme_post WHERE started_on <= '{z}'""",
    "projects": """
        SELECT id AS project, code AS "key", started_on, ended_on FROM programme_project""",
    "project_places": """
        SELECT project_id AS project, place_id AS place FROM programme_project_places""",
    "project_bodies": """
        SELECT project_id AS project, body_id AS body, role AS partner_role
        FROM programme_projectbody""",
    "targets": """
        SELECT id AS target_id, project_id AS project, "key", value, bound FROM programme_target""",
}


def query(name: str, period: Period) -> str:
    """The query of a table for a period."""
    return TABLES[name].format(a=period.start, z=period.end)
