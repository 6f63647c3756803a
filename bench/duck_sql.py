"""The SQL of the DuckDB side: what is shared, one query a subject, the tables of several values.

Each query of a subject gives its key, what it counts, its days, and a ``by_`` column for each way
of breaking down. ``{a}`` and ``{z}`` are the first and last day of the year.
"""

from __future__ import annotations

_LASTS = "(ended_on IS NULL OR ended_on >= started_on)"
_DURING = "started_on <= DATE '{z}' AND (ended_on IS NULL OR ended_on >= DATE '{a}')"
_STANDING = (
    "coalesce(st.beneficiary, 'outside') AS by_beneficiary, st.category AS by_category, "
    "coalesce(st.beneficiary, 'outside') AS beneficiary"
)
_WHO = "LEFT JOIN standing st ON st.person = x.person LEFT JOIN people p ON p.person = x.person"
_BOUND = "CASE bound WHEN 'exact' THEN 0 WHEN 'about' THEN 1 WHEN 'at_least' THEN 2 ELSE 3 END AS quality"

# Made in this order: each may use those before it.
SHARED: dict[str, str] = {
    "people": """
        SELECT person, sex AS by_sex, age,
            CASE WHEN age <= 10 THEN '0-10' WHEN age <= 15 THEN '11-15' WHEN age <= 18 THEN '16-18'
                WHEN age <= 21 THEN '19-21' WHEN age > 21 THEN '22+' END AS by_age_band,
            CASE WHEN age < 18 THEN 'minor' WHEN age >= 18 THEN 'adult' END AS by_adulthood,
            CASE WHEN age < 18 AND sex = 'female' THEN 'girls'
                WHEN age < 18 AND sex = 'male' THEN 'boys'
                WHEN age >= 18 AND sex = 'female' THEN 'women'
                WHEN age >= 18 AND sex = 'male' THEN 'men' END AS by_group,
            nationality_status AS by_nationality_status, origin AS by_origin, area AS by_area,
            disability AS by_disability, lives.municipality AS by_municipality,
            lives.county AS by_county, home.municipality AS by_home_municipality,
            home.county AS by_home_county
        FROM (
            SELECT *, CASE WHEN birth_date <= DATE '{z}'
                THEN date_sub('year', birth_date, DATE '{z}') END AS age
            FROM t_persons
        ) p
        LEFT JOIN t_places lives ON lives.place = p.residence
        LEFT JOIN t_places home ON home.place = p.municipality""",
    "ties": f"""
        SELECT * FROM (
            SELECT t.tie, t.case_id, t.child, c.person AS parent, c.category,
                greatest(t.started_on, c.opened_on) AS started_on,
                least(t.ended_on, c.closed_on) AS ended_on
            FROM t_case_children t JOIN t_cases c USING (case_id)
        ) WHERE {_DURING} AND {_LASTS}""",
    "standing": """
        SELECT person, case_id, category, started_on, ended_on, beneficiary FROM (
            SELECT person, case_id, category, opened_on AS started_on, closed_on AS ended_on,
                'case' AS beneficiary, 0 AS rank, case_id AS number
            FROM t_cases
            UNION ALL
            SELECT child, case_id, category, started_on, ended_on, 'child', 1, tie FROM ties
        ) QUALIFY row_number() OVER (PARTITION BY person ORDER BY rank, started_on, number) = 1""",
    "homes": f"""
        SELECT * FROM (
            SELECT stay, person, placement, started_on, ended_on FROM t_placements
            UNION ALL
            SELECT h.stay, t.child, h.placement, greatest(h.started_on, t.started_on),
                least(h.ended_on, t.ended_on)
            FROM ties t JOIN t_placements h ON h.person = t.parent
            WHERE t.child NOT IN (SELECT person FROM t_placements)
        ) WHERE {_DURING} AND {_LASTS}""",
    "latest_decision": """
        SELECT case_id, identification AS by_identification FROM t_decisions
        QUALIFY row_number() OVER (PARTITION BY case_id ORDER BY decided_on DESC, decision DESC) = 1""",
    "tested": """
        SELECT c.case_id FROM t_medical_acts m JOIN t_cases c ON c.person = m.person
            AND (m.case_id IS NULL OR m.case_id = c.case_id)
        WHERE m.test IN ('blood_count', 'biochemical', 'ultrasound', 'x_ray')""",
    "held": """
        SELECT s.session_id AS session, s.event, s.day AS "on", s.days, s.venue,
            k.counts_as AS by_kind, k.key AS by_activity,
            CASE WHEN k.counts_as = 'club_session' THEN k.key END AS by_club, s.event AS by_event,
            si.key AS by_site, s.organiser AS by_organiser, p.municipality AS by_municipality,
            p.county AS by_county
        FROM t_sessions s LEFT JOIN t_codes k ON k.code = s.kind_id
        LEFT JOIN t_sites si USING (site_id) LEFT JOIN t_places p ON p.place = s.place_id""",
}

_CASES = """
    SELECT c.case_id AS "case", c.opened_on, c.closed_on, c.category, c.category AS by_category,
        p.* EXCLUDE (person, age), cs.civil_status AS by_civil_status, d.by_identification,
        c.closing_reason AS by_closing_reason, c.outcome AS by_outcome,
        CASE WHEN b.kind IN ('self', 'individual', 'other') THEN b.kind ELSE b.key END AS by_body,
        b.referral_group AS by_body_group, b.kind AS by_body_kind
    FROM t_cases c LEFT JOIN people p USING (person)
    LEFT JOIN (
        SELECT person, arg_max(civil_status, since) AS civil_status
        FROM t_civil_statuses GROUP BY person
    ) cs ON cs.person = c.person
    LEFT JOIN latest_decision d ON d.case_id = c.case_id
    LEFT JOIN t_bodies b ON b.body = c.referred_by"""

SUBJECTS: dict[str, str] = {
    # ── Cases
    "cases": _CASES,
    "profiles": f"""
        SELECT c.*, x.exploitation AS by_exploitation FROM ({_CASES}) c
        LEFT JOIN (
            SELECT case_id, string_agg(value, '+' ORDER BY list_position(['sexual', 'forced_labour',
                'forced_marriage', 'begging', 'criminal_activity', 'servitude', 'other'], value))
                AS exploitation
            FROM t_case_facts WHERE kind = 'exploitation' GROUP BY case_id
        ) x ON x.case_id = c."case" """,
    "children": """
        SELECT t.tie, t.child, t.started_on, t.ended_on, t.category AS by_category,
            p.by_sex, p.by_age_band
        FROM ties t LEFT JOIN people p ON p.person = t.child""",
    "beneficiaries": """
        SELECT st.person, st.started_on, st.ended_on, st.beneficiary AS by_beneficiary,
            st.category AS by_category, p.by_sex
        FROM standing st LEFT JOIN people p USING (person)""",
    # ── Services
    "services": """
        SELECT s.service_id AS service, s.day AS "on", k.counts_as AS service_group,
            CASE WHEN s.case_id IS NULL THEN 'outside' ELSE 'programme' END AS client,
            c.case_id AS open_case, k.key AS by_service, k.counts_as AS by_service_group,
            CASE WHEN f.ended_on IS NULL OR f.ended_on >= s.day THEN f.phase END AS by_phase,
            s.role AS by_role, s.mode AS by_mode, c.category AS by_category, si.key AS by_site
        FROM t_services s
        ASOF LEFT JOIN t_phases f ON f.case_id = s.case_id AND s.day >= f.started_on
        LEFT JOIN t_codes k ON k.code = s.kind_id
        LEFT JOIN t_cases c ON c.case_id = s.case_id
        LEFT JOIN t_sites si ON si.site_id = s.site_id""",
    "people_served": f"""
        SELECT x.service_id AS service, x.person, x.day AS "on", k.key AS by_service,
            k.counts_as AS by_service_group, {_STANDING}, p.by_sex
        FROM t_services x LEFT JOIN t_codes k ON k.code = x.kind_id {_WHO}""",
    "counselled_without_job": f"""
        SELECT x.service_id AS service, x.person, x.day AS "on", k.counts_as AS service_group,
            {_STANDING}, p.by_sex
        FROM t_services x LEFT JOIN t_codes k ON k.code = x.kind_id {_WHO}
        WHERE x.person NOT IN (SELECT person FROM t_jobs)""",
    # ── Promises
    "promises_to_cases": """
        SELECT c.case_id AS "case", c.opened_on, c.closed_on, c.category AS by_category,
            coalesce(a.psychosocial, false) AS psychosocial,
            coalesce(a.medical, false) AND c.case_id IN (
                SELECT case_id FROM tested) AS medical,
            coalesce(a.informed, false) AS informed,
            coalesce(a.educational, false) AND coalesce(pl.education, false) AS education,
            coalesce(pl.planned, false) AS planned,
            coalesce(pa.health_card, false) AS health_card,
            coalesce(pa.jobseeker, false) AS jobseeker,
            CASE WHEN c.case_id IN (SELECT case_id FROM t_phases WHERE phase >= 2)
                THEN 'yes' ELSE 'no' END AS later_phase,
            CASE WHEN c.case_id IN (SELECT case_id FROM t_services) THEN 'yes' ELSE 'no' END
                AS was_served,
            CASE WHEN p.by_adulthood = 'minor' THEN 'no' ELSE 'yes' END AS of_age,
            c.case_id IN (
                SELECT s.case_id FROM t_services s
                JOIN t_codes k ON k.code = s.kind_id AND k.counts_as = 'monitoring'
                JOIN t_phases f ON f.case_id = s.case_id AND f.phase >= 2
                    AND s.day >= f.started_on AND (f.ended_on IS NULL OR f.ended_on >= s.day)
            ) AS monitored
        FROM t_cases c LEFT JOIN people p USING (person)
        LEFT JOIN (
            SELECT c.case_id, bool_or(a.kind = 'psychosocial') AS psychosocial,
                bool_or(a.kind = 'medical') AS medical,
                bool_or(a.kind = 'legal_needs' AND a.informed_of_rights) AS informed,
                bool_or(a.kind = 'educational') AS educational
            FROM t_assessments a JOIN t_cases c ON c.person = a.person
                AND (a.case_id IS NULL OR a.case_id = c.case_id)
            GROUP BY c.case_id
        ) a ON a.case_id = c.case_id
        LEFT JOIN (
            SELECT case_id, bool_or(kind = 'education') AS education,
                bool_or(kind = 'reintegration' AND approved_on <= DATE '{z}') AS planned
            FROM t_plans GROUP BY case_id
        ) pl ON pl.case_id = c.case_id
        LEFT JOIN (
            SELECT person, bool_or(paper_kind = 'health_card') AS health_card,
                bool_or(paper_kind = 'jobseeker') AS jobseeker
            FROM t_papers GROUP BY person
        ) pa ON pa.person = c.person""",
    "pupils": f"""
        SELECT x.enrolment, x.person, x.started_on, x.ended_on, {_STANDING},
            x.person IN (
                SELECT person FROM t_items_given i JOIN t_codes k ON k.code = i.item_id
                WHERE k.key IN ('schoolbooks', 'school_supplies')) AS supplied
        FROM t_school_enrolments x {_WHO}""",
    "aid_by_need": f"""
        SELECT x.delivery, x.person, x.day AS "on", {_STANDING},
            coalesce(n.day <= x.day, false) AS assessed_before
        FROM t_aid_deliveries x {_WHO}
        LEFT JOIN (
            SELECT person, min(day) AS day FROM t_assessments WHERE kind = 'aid_needs'
            GROUP BY person
        ) n ON n.person = x.person""",
    # ── Health
    "follow_ups": f"""
        SELECT x.follow_up, x.person, x.started_on, x.ended_on, x.followup AS by_followup,
            {_STANDING}, p.by_sex FROM t_follow_ups x {_WHO}""",
    "medical_acts": f"""
        SELECT x.act, x.person, x.day AS "on", x.test AS by_test, x.result AS by_result,
            {_STANDING}, p.by_sex FROM t_medical_acts x {_WHO}""",
    # ── Law
    "legal_aid": """
        SELECT x.legal_aid, x.person, x.started_on, x.ended_on,
            CASE WHEN x.case_id IS NULL THEN 'outside' ELSE 'programme' END AS by_client,
            x.level AS by_level, x.client_group AS by_client_group, p.by_sex,
            d.municipality AS by_municipality, d.county AS by_county
        FROM t_legal_aid x LEFT JOIN people p USING (person)
        LEFT JOIN t_places d ON d.place = x.district_id""",
    "proceedings": """
        SELECT x.proceeding_id AS proceeding, x.started_on, x.ended_on,
            CASE WHEN a.case_id IS NULL THEN 'outside' ELSE 'programme' END AS by_client,
            k.key AS by_proceeding, x.law_area AS by_law_area, a.client_group AS by_client_group,
            d.by_identification, p.by_adulthood
        FROM t_proceedings x JOIN t_legal_aid a USING (legal_aid)
        LEFT JOIN t_codes k ON k.code = x.kind_id
        LEFT JOIN people p ON p.person = x.person
        LEFT JOIN latest_decision d ON d.case_id = a.case_id""",
    "papers": f"""
        SELECT x.paper, x.person, x.day AS "on", x.paper_kind, x.paper_kind AS by_paper_kind,
            x.channel AS by_channel, p.by_nationality_status, {_STANDING}
        FROM t_papers x {_WHO}""",
    "calls": """
        SELECT x.call, x.day AS "on", x.call_order AS by_call_order, k.key AS by_topic
        FROM t_calls x LEFT JOIN t_codes k ON k.code = x.topic_id""",
    # ── School, courses, work
    "school_enrolments": f"""
        SELECT x.enrolment, x.person, x.started_on, x.ended_on, x.school_level AS by_school_level,
            {_STANDING}, p.by_sex FROM t_school_enrolments x {_WHO}""",
    "course_enrolments": f"""
        SELECT x.enrolment, x.person, x.started_on, x.ended_on, k.key AS by_course,
            b.key AS by_provider, {_STANDING}, p.by_sex
        FROM t_course_enrolments x LEFT JOIN t_codes k ON k.code = x.course_id
        LEFT JOIN t_bodies b ON b.body = x.provider_id {_WHO}""",
    "jobs": f"""
        SELECT x.job, x.person, x.started_on, x.ended_on, k.key AS by_sector,
            CASE WHEN x.full_time THEN 'yes' WHEN NOT x.full_time THEN 'no' END AS by_full_time,
            {_STANDING}, p.by_sex
        FROM t_jobs x LEFT JOIN t_codes k ON k.code = x.sector_id {_WHO}""",
    "businesses": """
        SELECT x.business, x.person, x.started_on, x.registered_on, k.key AS by_business_kind,
            CASE WHEN x.plan_made_on IS NULL THEN 'no' ELSE 'yes' END AS by_business_plan, p.by_sex
        FROM t_businesses x LEFT JOIN t_codes k ON k.code = x.kind_id
        LEFT JOIN people p USING (person)""",
    "mentor_matches": f"""
        SELECT x.match, x.mentor, x.person, x.started_on, x.ended_on, {_STANDING}
        FROM t_mentor_matches x {_WHO}""",
    # ── Home
    "homes_of_cases": """
        SELECT *, CASE by_placement WHEN 'shelter' THEN 'shelter' WHEN 'rented_apartment' THEN
            'community' WHEN 'family' THEN 'community' WHEN 'independent' THEN 'independent' END
            AS by_placement_group
        FROM (
            SELECT h.stay, c.case_id AS "case", c.category AS by_category,
                h.placement AS by_placement, greatest(h.started_on, c.opened_on) AS started_on,
                least(h.ended_on, c.closed_on) AS ended_on
            FROM t_cases c JOIN homes h USING (person)
        ) WHERE ended_on IS NULL OR ended_on >= started_on""",
    "homes_of_children": """
        SELECT *, CASE by_placement WHEN 'shelter' THEN 'shelter' WHEN 'rented_apartment' THEN
            'community' WHEN 'family' THEN 'community' WHEN 'independent' THEN 'independent' END
            AS by_placement_group
        FROM (
            SELECT h.stay, t.child, t.category AS by_category, h.placement AS by_placement,
                greatest(h.started_on, t.started_on) AS started_on,
                least(h.ended_on, t.ended_on) AS ended_on
            FROM ties t JOIN homes h ON h.person = t.child
        ) WHERE ended_on IS NULL OR ended_on >= started_on""",
    "housing_supports": f"""
        SELECT x.support, x.person, x.started_on, x.ended_on, x.housing AS by_housing, {_STANDING}
        FROM t_housing_supports x {_WHO}""",
    "aid_deliveries": f"""
        SELECT x.delivery, x.person, x.day AS "on", x.rent_months, {_STANDING}, p.by_sex,
            c.contents AS by_contents
        FROM t_aid_deliveries x {_WHO}
        LEFT JOIN (
            SELECT person, concat_ws('+', CASE WHEN bool_or(food) THEN 'food' END,
                CASE WHEN bool_or(hygiene) THEN 'hygiene' END,
                CASE WHEN bool_or(rent_months > 0) THEN 'rent' END) AS contents
            FROM t_aid_deliveries GROUP BY person
        ) c ON c.person = x.person""",
    "aid_children": """
        SELECT x.delivery, c.child, x.day AS "on", p.by_sex
        FROM t_aid_deliveries x JOIN t_aid_children c USING (delivery)
        LEFT JOIN people p ON p.person = c.child""",
    "items_given": f"""
        SELECT x.given, x.person, x.day AS "on", k.key AS by_item, {_STANDING}
        FROM t_items_given x LEFT JOIN t_codes k ON k.code = x.item_id {_WHO}""",
    "applications": f"""
        SELECT x.application, x.person, x.day AS "on", k.key AS by_benefit, x.answer AS by_answer,
            {_STANDING}
        FROM t_applications x LEFT JOIN t_codes k ON k.code = x.benefit_id {_WHO}""",
    # ── Sessions
    "sessions": "SELECT * FROM held",
    "participants": f"""
        SELECT l.line, l.number, l.quality, b.key AS by_sent_by,
            coalesce(l.counted_as, p.by_group) AS by_group,
            coalesce(k.key, one.audience) AS by_audience, h.*
        FROM (
            SELECT headcount * 3 AS line, session_id AS session, counted_as, audience_id, body,
                NULL AS person, coalesce(number, 0) AS number, {_BOUND}
            FROM t_headcounts WHERE head_role = 'participant'
            UNION ALL
            SELECT attendance * 3 + 1, session_id, NULL, NULL, NULL, person, 1, 0
            FROM t_attendances
            UNION ALL
            SELECT session_id * 3 + 2, session_id, NULL, NULL, NULL, NULL, 0, 3 FROM t_sessions s
            WHERE NOT EXISTS (SELECT 1 FROM t_headcounts x
                    WHERE x.session_id = s.session_id AND x.head_role = 'participant')
                AND NOT EXISTS (SELECT 1 FROM t_attendances x WHERE x.session_id = s.session_id)
        ) l JOIN held h USING (session)
        LEFT JOIN people p ON p.person = l.person
        LEFT JOIN t_codes k ON k.code = l.audience_id
        LEFT JOIN t_bodies b ON b.body = l.body
        LEFT JOIN (
            SELECT session_id, min(k.key) AS audience
            FROM t_session_audiences a JOIN t_codes k ON k.code = a.code_id
            GROUP BY session_id HAVING count(DISTINCT k.key) = 1
        ) one ON one.session_id = l.session""",
    "others_present": f"""
        SELECT x.headcount, x.head_role, coalesce(x.number, 0) AS number, {_BOUND}, h.*
        FROM t_headcounts x JOIN held h ON h.session = x.session_id""",
    "attendances": f"""
        SELECT x.attendance, x.person, h.* EXCLUDE (by_municipality, by_county), {_STANDING},
            p.by_sex
        FROM t_attendances x JOIN held h ON h.session = x.session_id {_WHO}""",
    "bodies_at_sessions": """
        SELECT h.*, x.body, b.key AS by_body
        FROM (
            SELECT session_id, body FROM t_session_partners
            UNION SELECT session_id, body FROM t_headcounts WHERE body IS NOT NULL
        ) x JOIN held h ON h.session = x.session_id LEFT JOIN t_bodies b ON b.body = x.body""",
    "staff_at_sessions": """
        SELECT h.*, x.staff FROM t_session_staff x JOIN held h ON h.session = x.session_id""",
    "venues": """
        SELECT h.*, b.kind AS by_venue_kind FROM held h LEFT JOIN t_bodies b ON b.body = h.venue""",
    "distributions": """
        SELECT x.distribution, x.day AS "on", coalesce(x.copies, 0) AS number,
            CASE WHEN x.copies IS NULL THEN 3 ELSE 0 END AS quality, k.key AS by_material,
            si.key AS by_site
        FROM t_distributions x LEFT JOIN t_codes k ON k.code = x.material_id
        LEFT JOIN t_sites si USING (site_id)""",
    # ── Centres and the field
    "enrolments": """
        SELECT x.enrolment, x.person, x.mother, x.person * 16777216 + x.service_id AS "use",
            x.started_on, x.ended_on, si.site_kind, si.key AS by_site,
            k.counts_as AS service_group, k.key AS by_centre_service,
            CASE WHEN k.counts_as = 'gbv' THEN 'gbv' ELSE 'support' END AS by_strand,
            CASE WHEN w.person IS NULL THEN 'no' ELSE w.full_time_work END AS by_full_time_work,
            p.by_sex, p.by_age_band, p.by_group
        FROM t_enrolments x LEFT JOIN t_sites si USING (site_id)
        LEFT JOIN t_codes k ON k.code = x.service_id
        LEFT JOIN people p ON p.person = x.person
        LEFT JOIN (
            SELECT person, CASE WHEN bool_or(full_time) THEN 'yes'
                WHEN bool_or(full_time IS NULL) THEN NULL ELSE 'no' END AS full_time_work
            FROM t_jobs GROUP BY person
        ) w ON w.person = x.mother""",
    "contacts": """
        SELECT x.contact * 2 + m.i AS line, x.day AS "on", x.contacted AS by_contacted,
            si.key AS by_site, p.municipality AS by_municipality, p.county AS by_county,
            CASE m.i WHEN 0 THEN 'adult' ELSE 'minor' END AS by_met,
            CASE m.i WHEN 0 THEN x.adults ELSE x.minors END AS number
        FROM t_contacts x CROSS JOIN (VALUES (0), (1)) m(i)
        LEFT JOIN t_sites si USING (site_id) LEFT JOIN t_places p ON p.place = x.place_id""",
    "identified": """
        SELECT x.identification, x.person, x.day AS "on", x.beneficiary AS by_beneficiary,
            si.key AS by_site
        FROM (
            SELECT identification, person, day, site_id, 'case' AS beneficiary
            FROM t_identifications
            UNION ALL
            SELECT i.identification, c.person, i.day, i.site_id, 'child'
            FROM t_identifications i JOIN t_identified_children c USING (identification)
        ) x LEFT JOIN t_sites si USING (site_id)""",
    # ── The organisation's own world
    "projects": """
        SELECT project, started_on, ended_on, 1 + date_diff('month', started_on,
            least(ended_on, DATE '{z}')) AS months FROM t_projects""",
    "project_bodies": """
        SELECT x.project, x.body, r.started_on, r.ended_on, x.partner_role AS by_partner_role,
            b.key AS by_body
        FROM t_project_bodies x JOIN t_projects r USING (project) LEFT JOIN t_bodies b USING (body)""",
    "project_places": """
        SELECT x.project, x.place, r.started_on, r.ended_on, p.level AS by_place_level,
            p.key AS by_place
        FROM t_project_places x JOIN t_projects r USING (project)
        LEFT JOIN t_places p USING (place)""",
    "targets": f"""
        SELECT x.target_id AS target_number, x.value, {_BOUND}, x.key AS by_target,
            r.key AS by_project
        FROM t_targets x LEFT JOIN t_projects r USING (project)""",
    "sites": """
        SELECT site_id AS site, started_on, ended_on, site_kind AS by_site_kind, key AS by_site
        FROM t_sites""",
    "posts": """
        SELECT x.post, x.staff, x.started_on, x.ended_on, x.role AS by_role, si.key AS by_site
        FROM t_posts x LEFT JOIN t_sites si USING (site_id)""",
    "first_posts": """
        SELECT x.post, x.staff, x.started_on, si.key AS by_site
        FROM (SELECT * FROM t_posts QUALIFY row_number() OVER
            (PARTITION BY staff, site_id ORDER BY started_on, post) = 1) x
        LEFT JOIN t_sites si USING (site_id)""",
    "agreements": """
        SELECT x.agreement, x.body, x.day AS "on", si.key AS by_site
        FROM t_agreements x LEFT JOIN t_sites si USING (site_id)""",
    "publications": """
        SELECT x.publication, x.day AS "on", k.key AS by_publication_kind
        FROM t_publications x LEFT JOIN t_codes k ON k.code = x.kind_id""",
    "court_decisions": 'SELECT decision, day AS "on" FROM t_court_decisions',
    "supervisions": """
        SELECT supervision, day AS "on", centre,
            coalesce(staff * 2, professional * 2 + 1) AS supervised,
            CASE WHEN staff IS NULL THEN 'partner_staff' ELSE 'own_staff' END AS by_of_whom
        FROM t_supervisions""",
    "participations": """
        SELECT x.participation, x.person, x.started_on, x.ended_on,
            x.participant AS by_participant, p.by_sex,
            CASE WHEN x.served_by IS NULL THEN 'organisation' ELSE 'partner' END AS by_served_by
        FROM t_participations x LEFT JOIN people p USING (person)""",
}

_TOPIC = """
    SELECT t.session_id AS session, k.key AS topic
    FROM t_session_topics t LEFT JOIN t_codes k ON k.code = t.code_id"""


def _fact(kind: str, name: str) -> str:
    return f"SELECT case_id AS \"case\", value AS {name} FROM t_case_facts WHERE kind = '{kind}'"


# One row may have several of these.
BRIDGES: dict[tuple[str, str], str] = {
    ("profiles", "recruitment"): _fact("recruitment", "recruitment"),
    ("profiles", "country"): _fact("exploitation_country", "country"),
    ("profiles", "violence"): _fact("violence", "violence"),
    ("profiles", "control"): _fact("control", "control"),
    ("profiles", "form"): _fact("exploitation", "form"),
    ("services", "topic"): """
        SELECT t.service_id AS service, k.key AS topic
        FROM t_service_topics t LEFT JOIN t_codes k ON k.code = t.code_id""",
    ("follow_ups", "placement"): """
        SELECT DISTINCT f.follow_up, h.placement FROM t_follow_ups f JOIN homes h USING (person)
        WHERE (f.ended_on IS NULL OR h.started_on <= f.ended_on)
            AND (h.ended_on IS NULL OR h.ended_on >= f.started_on)""",
    ("sessions", "topic"): _TOPIC,
    ("sessions", "audience"): """
        SELECT a.session_id AS session, k.key AS audience
        FROM t_session_audiences a LEFT JOIN t_codes k ON k.code = a.code_id""",
    ("sessions", "body"): """
        SELECT x.session_id AS session, b.key AS body
        FROM t_session_partners x LEFT JOIN t_bodies b USING (body)""",
    ("participants", "topic"): f"""
        SELECT x.line, t.topic FROM participants x JOIN ({_TOPIC}) t USING (session)""",
    ("others_present", "topic"): f"""
        SELECT x.headcount, t.topic FROM others_present x JOIN ({_TOPIC}) t USING (session)""",
    ("enrolments", "beneficiary_group"): """
        SELECT DISTINCT e.enrolment, k.key AS beneficiary_group
        FROM t_enrolments e JOIN t_group_memberships g USING (person)
        LEFT JOIN t_codes k ON k.code = g.group_code""",
    ("projects", "donor"): """
        SELECT DISTINCT x.project, b.key AS donor
        FROM t_project_bodies x LEFT JOIN t_bodies b USING (body) WHERE x.partner_role = 'donor'""",
    ("publications", "partner"): """
        SELECT x.publication, b.key AS partner
        FROM t_publication_partners x LEFT JOIN t_bodies b USING (body)""",
}
