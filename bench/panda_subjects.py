"""The tables of the pandas side: what one row is, and everything it can be broken down by."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import pandas as pd

from agimi.insight.results import Period

DF = pd.DataFrame
GROUPS = {
    "shelter": "shelter",
    "rented_apartment": "community",
    "family": "community",
    "independent": "independent",
}
FORMS = (
    "sexual", "forced_labour", "forced_marriage", "begging", "criminal_activity", "servitude",
    "other",
)  # fmt: skip
BOUNDS = {"exact": 0, "about": 1, "at_least": 2}


class Tables:
    """The tables of one year; each subject is made when it is first asked for."""

    def __init__(self, read: dict[str, DF], period: Period) -> None:
        self.t = read
        self.start, self.end = pd.Timestamp(period.start), pd.Timestamp(period.end)
        self._subjects: dict[str, DF] = {}

    def subject(self, name: str) -> DF:
        if name not in self._subjects:
            self._subjects[name] = getattr(self, name)()
        return self._subjects[name]

    def bridge(self, subject: str, name: str) -> DF:
        table: DF = getattr(self, f"{name}_of_{subject}")()
        return table.rename(columns={name: f"by_{name}"})

    # ── Shared ──────────────────────────────────────────────────────────────────────────────────

    def key(self, table: str, number: str, into: str, **more: str) -> DF:
        """A small table of numbers and codes, to be merged with."""
        found = self.t[table].rename(columns={"key": f"by_{into}", **more})
        return found[[number, f"by_{into}", *more.values()]]

    def codes(self, number: str, into: str, counts_as: str = "") -> DF:
        more = {"counts_as": counts_as} if counts_as else {}
        return self.key("codes", "code", into, **more).rename(columns={"code": number})

    @cached_property
    def places(self) -> DF:
        return self.t["places"][["place", "municipality", "county"]].rename(
            columns={"municipality": "by_municipality", "county": "by_county"}
        )

    @cached_property
    def site_names(self) -> DF:
        return self.key("sites", "site_id", "site")

    @cached_property
    def people(self) -> DF:
        p = self.t["persons"].copy()
        p["age"] = self._age(p["birth_date"])
        bands = ["0-10", "11-15", "16-18", "19-21", "22+"]
        p["by_age_band"] = pd.cut(p["age"], [-1, 10, 15, 18, 21, 999], labels=bands).astype(object)
        minor, known = p["age"] < 18, p["age"].notna()
        p["by_adulthood"] = pd.Series(np.where(minor, "minor", "adult"), p.index).where(known)
        female, male = p["sex"] == "female", p["sex"] == "male"
        conditions = [minor & female, minor & male, ~minor & female, ~minor & male]
        group = np.select(conditions, ["girls", "boys", "women", "men"], default="")
        p["by_group"] = pd.Series(group, p.index).where(known & (female | male))
        lives = self.places.rename(columns={"place": "residence"})
        home = self.places.rename(
            columns={
                "place": "municipality",
                "by_municipality": "by_home_municipality",
                "by_county": "by_home_county",
            }
        )
        p = p.merge(lives, on="residence", how="left").merge(home, on="municipality", how="left")
        plain = ("sex", "nationality_status", "origin", "area", "disability")
        p = p.rename(columns={name: f"by_{name}" for name in plain})
        return p[["person", *(name for name in p.columns if name.startswith("by_"))]]

    def _age(self, born: pd.Series) -> pd.Series:
        later = (born.dt.month > self.end.month) | (
            (born.dt.month == self.end.month) & (born.dt.day > self.end.day)
        )
        age = self.end.year - born.dt.year - later.astype(int)
        return age.where(age >= 0)

    def during(self, rows: DF) -> DF:
        """The rows of the year whose days make sense."""
        start, end = rows["started_on"], rows["ended_on"]
        open_then = (start <= self.end) & (end.isna() | (end >= self.start))
        return rows[open_then & (end.isna() | (end >= start))]

    @cached_property
    def ties(self) -> DF:
        cases = self.t["cases"][["case_id", "person", "category", "opened_on", "closed_on"]]
        ties = self.t["case_children"].merge(
            cases.rename(columns={"person": "parent"}), on="case_id"
        )
        ties["started_on"] = ties[["started_on", "opened_on"]].max(axis=1)
        ties["ended_on"] = ties[["ended_on", "closed_on"]].min(axis=1)
        return self.during(ties)

    @cached_property
    def standing(self) -> DF:
        own = self.t["cases"][["person", "case_id", "category", "opened_on", "closed_on"]]
        own = own.rename(columns={"opened_on": "started_on", "closed_on": "ended_on"})
        own = own.assign(rank=0, beneficiary="case", row=own["case_id"])
        child = self.ties.assign(rank=1, beneficiary="child", row=self.ties["tie"])
        child = child.drop(columns="parent").rename(columns={"child": "person"})
        both = pd.concat([own, child[own.columns]])
        both = both.sort_values(["rank", "started_on", "row"], kind="stable")
        return both.drop_duplicates("person")

    @cached_property
    def what(self) -> DF:
        found = self.standing[["person", "beneficiary", "category"]]
        return found.rename(columns={"category": "by_category"})

    def who(self, rows: DF) -> DF:
        """The rows with what their person is in the programme, and the person's traits."""
        rows = rows.merge(self.what, on="person", how="left")
        rows["beneficiary"] = rows["beneficiary"].fillna("outside")
        rows["by_beneficiary"] = rows["beneficiary"]
        return self.traits(rows)

    def traits(self, rows: DF, person: str = "person") -> DF:
        people = self.people.drop(columns=[c for c in self.people.columns if c in rows.columns[1:]
                                           and c != "person"])  # fmt: skip
        if person == "person":
            return rows.merge(people, on="person", how="left")
        return rows.merge(people.rename(columns={"person": person}), on=person, how="left")

    @cached_property
    def decided(self) -> DF:
        last = self.t["decisions"].sort_values(["decided_on", "decision"])
        last = last.drop_duplicates("case_id", keep="last")
        return last[["case_id", "identification"]].rename(
            columns={"identification": "by_identification"}
        )

    @cached_property
    def homes(self) -> DF:
        own = self.t["placements"]
        ties = self.ties[["child", "parent", "started_on", "ended_on"]]
        ties = ties[~ties["child"].isin(own["person"])]
        ties = ties.rename(columns={"started_on": "tied_on", "ended_on": "untied_on"})
        with_parent = ties.merge(own, left_on="parent", right_on="person").drop(columns="person")
        with_parent["started_on"] = with_parent[["started_on", "tied_on"]].max(axis=1)
        with_parent["ended_on"] = with_parent[["ended_on", "untied_on"]].min(axis=1)
        with_parent = with_parent.rename(columns={"child": "person"})
        return self.during(pd.concat([own, with_parent[own.columns]]))

    @cached_property
    def held(self) -> DF:
        s = self.t["sessions"].merge(self.codes("kind_id", "activity", "by_kind"), on="kind_id",
                                     how="left")  # fmt: skip
        s = s.merge(self.site_names, on="site_id", how="left")
        s = s.merge(self.places.rename(columns={"place": "place_id"}), on="place_id", how="left")
        s["by_club"] = s["by_activity"].where(s["by_kind"] == "club_session")
        s["by_event"] = s["event"]
        columns = {"session_id": "session", "day": "on", "organiser": "by_organiser"}
        return s.rename(columns=columns).drop(columns=["event", "site_id", "place_id", "kind_id"])

    def at_sessions(self, rows: DF) -> DF:
        return rows.rename(columns={"session_id": "session"}).merge(self.held, on="session")

    # ── Cases ───────────────────────────────────────────────────────────────────────────────────

    def cases(self) -> DF:
        c = self.t["cases"]
        statuses = (
            self.t["civil_statuses"].sort_values("since").drop_duplicates("person", keep="last")
        )
        statuses = statuses[["person", "civil_status"]]
        c = c.merge(statuses.rename(columns={"civil_status": "by_civil_status"}), on="person",
                    how="left")  # fmt: skip
        c = c.merge(self.decided, on="case_id", how="left")
        bodies = self.t["bodies"].rename(
            columns={
                "body": "referred_by",
                "referral_group": "by_body_group",
                "kind": "by_body_kind",
            }
        )
        itself = bodies["by_body_kind"].isin(["self", "individual", "other"])
        bodies["by_body"] = bodies["key"].where(~itself, bodies["by_body_kind"])
        c = c.merge(bodies.drop(columns="key"), on="referred_by", how="left")
        c = c.assign(
            case=c["case_id"],
            by_category=c["category"],
            by_closing_reason=c["closing_reason"],
            by_outcome=c["outcome"],
        )
        return self.traits(c)

    def profiles(self) -> DF:
        facts = self.t["case_facts"]
        forms = facts[facts["kind"] == "exploitation"].copy()
        forms["place"] = forms["value"].map({form: i for i, form in enumerate(FORMS)})
        forms = forms.sort_values(["case_id", "place"])
        joined = forms.groupby("case_id")["value"].agg("+".join).rename("by_exploitation")
        return self.subject("cases").merge(joined.reset_index(), on="case_id", how="left")

    def _facts(self, kind: str, into: str) -> DF:
        facts = self.t["case_facts"]
        facts = facts.loc[facts["kind"] == kind, ["case_id", "value"]]
        return facts.rename(columns={"case_id": "case", "value": into})

    def recruitment_of_profiles(self) -> DF:
        return self._facts("recruitment", "recruitment")

    def country_of_profiles(self) -> DF:
        return self._facts("exploitation_country", "country")

    def violence_of_profiles(self) -> DF:
        return self._facts("violence", "violence")

    def control_of_profiles(self) -> DF:
        return self._facts("control", "control")

    def form_of_profiles(self) -> DF:
        return self._facts("exploitation", "form")

    def children(self) -> DF:
        return self.traits(self.ties.rename(columns={"category": "by_category"}), "child")

    def beneficiaries(self) -> DF:
        names = {"beneficiary": "by_beneficiary", "category": "by_category"}
        return self.traits(self.standing.rename(columns=names))

    # ── Services ────────────────────────────────────────────────────────────────────────────────

    def services(self) -> DF:
        s = self.t["services"].merge(
            self.codes("kind_id", "service", "by_service_group"), on="kind_id", how="left"
        )
        phases = self.t["phases"].sort_values("started_on")
        s = pd.merge_asof(s.sort_values("day"), phases, left_on="day", right_on="started_on",
                          by="case_id")  # fmt: skip
        still = s["ended_on"].isna() | (s["ended_on"] >= s["day"])
        s["by_phase"] = s["phase"].where(still)
        s["client"] = np.where(s["case_id"].isna(), "outside", "programme")
        s["service_group"] = s["by_service_group"]
        cases = self.t["cases"][["case_id", "category"]].assign(
            open_case=self.t["cases"]["case_id"]
        )
        s = s.merge(cases.rename(columns={"category": "by_category"}), on="case_id", how="left")
        s = s.merge(self.site_names, on="site_id", how="left")
        names = {"service_id": "service", "day": "on", "role": "by_role", "mode": "by_mode"}
        return s.rename(columns=names)

    def people_served(self) -> DF:
        s = self.t["services"].merge(
            self.codes("kind_id", "service", "by_service_group"), on="kind_id", how="left"
        )
        s["service_group"] = s["by_service_group"]
        return self.who(s.rename(columns={"service_id": "service", "day": "on"}))

    def counselled_without_job(self) -> DF:
        s = self.subject("people_served")
        return s[~s["person"].isin(self.t["jobs"]["person"])]

    def topic_of_services(self) -> DF:
        found = self.t["service_topics"].merge(
            self.codes("code_id", "topic"), on="code_id", how="left"
        )
        return found.rename(columns={"service_id": "service"})[["service", "by_topic"]]

    # ── Promises ────────────────────────────────────────────────────────────────────────────────

    def _for_cases(self, rows: DF) -> set[int]:
        """The cases of people to whom something was done, for that case or for none in particular."""
        own = self.t["cases"][["case_id", "person"]].rename(columns={"case_id": "its_case"})
        found = rows.merge(own, on="person")
        its = found["case_id"].isna() | (found["case_id"] == found["its_case"])
        return set(found.loc[its, "its_case"])

    def promises_to_cases(self) -> DF:
        c = self.t["cases"][["case_id", "person", "category", "opened_on", "closed_on"]]
        c = c.rename(columns={"case_id": "case", "category": "by_category"})
        a, plans, papers = self.t["assessments"], self.t["plans"], self.t["papers"]
        acts = self.t["medical_acts"]
        routine = acts[acts["test"].isin(["blood_count", "biochemical", "ultrasound", "x_ray"])]

        def assessed(kind: str, more: pd.Series | bool = True) -> pd.Series:
            return c["case"].isin(self._for_cases(a[(a["kind"] == kind) & more]))

        approved = (plans["kind"] == "reintegration") & (plans["approved_on"] <= self.end)
        education = plans["kind"] == "education"
        c["psychosocial"] = assessed("psychosocial")
        c["medical"] = assessed("medical") & c["case"].isin(self._for_cases(routine))
        c["informed"] = assessed("legal_needs", a["informed_of_rights"].fillna(False).astype(bool))
        c["education"] = assessed("educational") & c["case"].isin(plans.loc[education, "case_id"])
        c["planned"] = c["case"].isin(plans.loc[approved, "case_id"])
        for kind in ("health_card", "jobseeker"):
            c[kind] = c["person"].isin(papers.loc[papers["paper_kind"] == kind, "person"])
        later = self.t["phases"][self.t["phases"]["phase"] >= 2]
        yes_no = {True: "yes", False: "no"}
        c["later_phase"] = c["case"].isin(later["case_id"]).map(yes_no)
        c["was_served"] = c["case"].isin(self.t["services"]["case_id"]).map(yes_no)
        c["monitored"] = c["case"].isin(self._monitored(later))
        ages = c[["person"]].merge(self.people, on="person", how="left")["by_adulthood"]
        c["of_age"] = np.where(ages == "minor", "no", "yes")
        return c

    def _monitored(self, later: DF) -> pd.Series:
        s = self.subject("services")
        s = s.loc[s["service_group"] == "monitoring", ["case_id", "on"]].merge(later, on="case_id")
        still = s["ended_on"].isna() | (s["ended_on"] >= s["on"])
        return s.loc[(s["started_on"] <= s["on"]) & still, "case_id"]

    def pupils(self) -> DF:
        items = self.t["items_given"].merge(self.codes("item_id", "item"), on="item_id")
        books = items["by_item"].isin(["schoolbooks", "school_supplies"])
        x = self.who(self.t["school_enrolments"])
        return x.assign(supplied=x["person"].isin(items.loc[books, "person"]))

    def aid_by_need(self) -> DF:
        a = self.t["assessments"]
        first = a[a["kind"] == "aid_needs"].groupby("person")["day"].min().rename("assessed_on")
        x = self.t["aid_deliveries"].rename(columns={"day": "on"})
        x = self.who(x.merge(first.reset_index(), on="person", how="left"))
        return x.assign(assessed_before=x["assessed_on"] <= x["on"])

    # ── Health ──────────────────────────────────────────────────────────────────────────────────

    def follow_ups(self) -> DF:
        return self.who(self.t["follow_ups"].rename(columns={"followup": "by_followup"}))

    def placement_of_follow_ups(self) -> DF:
        f = self.t["follow_ups"].rename(
            columns={"started_on": "followed_from", "ended_on": "followed_to"}
        )
        lived = f.merge(self.homes, on="person")
        meets = (lived["followed_to"].isna() | (lived["started_on"] <= lived["followed_to"])) & (
            lived["ended_on"].isna() | (lived["ended_on"] >= lived["followed_from"])
        )
        return lived.loc[meets, ["follow_up", "placement"]].drop_duplicates()

    def medical_acts(self) -> DF:
        names = {"day": "on", "test": "by_test", "result": "by_result"}
        return self.who(self.t["medical_acts"].rename(columns=names))

    # ── Law ─────────────────────────────────────────────────────────────────────────────────────

    def legal_aid(self) -> DF:
        x = self.t["legal_aid"]
        x = x.merge(
            self.places.rename(columns={"place": "district_id"}), on="district_id", how="left"
        )
        x["by_client"] = np.where(x["case_id"].isna(), "outside", "programme")
        x = x.rename(columns={"level": "by_level", "client_group": "by_client_group"})
        return self.traits(x)

    def proceedings(self) -> DF:
        aid = self.t["legal_aid"][["legal_aid", "case_id", "client_group"]]
        x = self.t["proceedings"].merge(aid, on="legal_aid")
        x = x.merge(self.codes("kind_id", "proceeding"), on="kind_id", how="left")
        x = x.merge(self.decided, on="case_id", how="left")
        x["by_client"] = np.where(x["case_id"].isna(), "outside", "programme")
        names = {
            "proceeding_id": "proceeding",
            "law_area": "by_law_area",
            "client_group": "by_client_group",
        }
        return self.traits(x.rename(columns=names))

    def papers(self) -> DF:
        x = self.t["papers"].assign(by_paper_kind=self.t["papers"]["paper_kind"])
        return self.who(x.rename(columns={"day": "on", "channel": "by_channel"}))

    def calls(self) -> DF:
        x = self.t["calls"].merge(self.codes("topic_id", "topic"), on="topic_id", how="left")
        return x.rename(columns={"day": "on", "call_order": "by_call_order"})

    # ── School, courses, work ───────────────────────────────────────────────────────────────────

    def school_enrolments(self) -> DF:
        names = {"school_level": "by_school_level"}
        return self.who(self.t["school_enrolments"].rename(columns=names))

    def course_enrolments(self) -> DF:
        x = self.t["course_enrolments"].merge(self.codes("course_id", "course"), on="course_id",
                                              how="left")  # fmt: skip
        bodies = self.key("bodies", "body", "provider").rename(columns={"body": "provider_id"})
        return self.who(x.merge(bodies, on="provider_id", how="left"))

    def jobs(self) -> DF:
        x = self.t["jobs"].merge(self.codes("sector_id", "sector"), on="sector_id", how="left")
        x["by_full_time"] = x["full_time"].map({True: "yes", False: "no"})
        return self.who(x)

    def businesses(self) -> DF:
        x = self.t["businesses"].merge(self.codes("kind_id", "business_kind"), on="kind_id",
                                       how="left")  # fmt: skip
        x["by_business_plan"] = np.where(x["plan_made_on"].isna(), "no", "yes")
        return self.traits(x)

    def mentor_matches(self) -> DF:
        return self.who(self.t["mentor_matches"])

    # ── Home ────────────────────────────────────────────────────────────────────────────────────

    def homes_of_cases(self) -> DF:
        cases = self.t["cases"][["case_id", "person", "category", "opened_on", "closed_on"]]
        x = cases.merge(self.homes, on="person")
        return self._placed(x.rename(columns={"case_id": "case"}), "opened_on", "closed_on")

    def homes_of_children(self) -> DF:
        ties = self.ties[["child", "category", "started_on", "ended_on"]]
        ties = ties.rename(columns={"started_on": "tied_on", "ended_on": "untied_on"})
        x = ties.merge(self.homes, left_on="child", right_on="person")
        return self._placed(x, "tied_on", "untied_on")

    def _placed(self, x: DF, start: str, end: str) -> DF:
        x["started_on"] = x[["started_on", start]].max(axis=1)
        x["ended_on"] = x[["ended_on", end]].min(axis=1)
        x = x[x["ended_on"].isna() | (x["ended_on"] >= x["started_on"])]
        x = x.assign(by_placement_group=x["placement"].map(GROUPS))
        return x.rename(columns={"placement": "by_placement", "category": "by_category"})

    def housing_supports(self) -> DF:
        return self.who(self.t["housing_supports"].rename(columns={"housing": "by_housing"}))

    def aid_deliveries(self) -> DF:
        x = self.t["aid_deliveries"]
        parts = x.assign(rent=x["rent_months"] > 0)
        had = parts.groupby("person")[["food", "hygiene", "rent"]].any()
        contents = pd.Series("", had.index)
        for part in had.columns:
            contents = contents.where(~had[part].astype(bool), contents + "+" + part)
        named = contents.str.lstrip("+").rename("by_contents").reset_index()
        return self.who(x.rename(columns={"day": "on"}).merge(named, on="person", how="left"))

    def aid_children(self) -> DF:
        x = self.t["aid_deliveries"][["delivery", "day"]].rename(columns={"day": "on"})
        return self.traits(x.merge(self.t["aid_children"], on="delivery"), "child")

    def items_given(self) -> DF:
        x = self.t["items_given"].merge(self.codes("item_id", "item"), on="item_id", how="left")
        return self.who(x.rename(columns={"day": "on"}))

    def applications(self) -> DF:
        x = self.t["applications"].merge(self.codes("benefit_id", "benefit"), on="benefit_id",
                                         how="left")  # fmt: skip
        return self.who(x.rename(columns={"day": "on", "answer": "by_answer"}))

    # ── Sessions ────────────────────────────────────────────────────────────────────────────────

    def sessions(self) -> DF:
        return self.held

    def _topics(self) -> DF:
        found = self.t["session_topics"].merge(
            self.codes("code_id", "topic"), on="code_id", how="left"
        )
        return found.rename(columns={"session_id": "session"})[["session", "by_topic"]]

    def topic_of_sessions(self) -> DF:
        return self._topics()

    def audience_of_sessions(self) -> DF:
        found = self.t["session_audiences"].merge(self.codes("code_id", "audience"), on="code_id",
                                                  how="left")  # fmt: skip
        return found.rename(columns={"session_id": "session"})[["session", "by_audience"]]

    def body_of_sessions(self) -> DF:
        found = self.t["session_partners"].merge(self.key("bodies", "body", "body"), on="body",
                                                 how="left")  # fmt: skip
        return found.rename(columns={"session_id": "session"})[["session", "by_body"]]

    def _counted(self) -> DF:
        h = self.t["headcounts"]
        return h.assign(
            number=h["number"].fillna(0).astype(int), quality=h["bound"].map(BOUNDS).fillna(3)
        )

    def participants(self) -> DF:
        h = self._counted()
        h = h[h["head_role"] == "participant"].assign(line=h["headcount"] * 3)
        a = self.t["attendances"].assign(number=1, quality=0)
        a["line"] = a["attendance"] * 3 + 1
        known = pd.concat([h["session_id"], a["session_id"]])
        s = self.t["sessions"][["session_id"]].assign(number=0, quality=3)
        s = s[~s["session_id"].isin(known)]
        s["line"] = s["session_id"] * 3 + 2
        rows = pd.concat([h, a, s])
        rows = rows.merge(self.codes("audience_id", "audience"), on="audience_id", how="left")
        rows = rows.merge(self.key("bodies", "body", "sent_by"), on="body", how="left")
        rows = self.at_sessions(rows).merge(self._single_audience(), on="session", how="left")
        rows["by_audience"] = rows["by_audience"].fillna(rows["session_audience"])
        rows = rows.merge(self.people[["person", "by_group"]], on="person", how="left")
        rows["by_group"] = rows["counted_as"].fillna(rows["by_group"])
        return rows

    def _single_audience(self) -> DF:
        found = self.audience_of_sessions().groupby("session")["by_audience"].unique()
        single = found[found.map(len) == 1].map(lambda values: values[0])
        return single.rename("session_audience").reset_index()

    def topic_of_participants(self) -> DF:
        lines = self.subject("participants")[["line", "session"]]
        return lines.merge(self._topics(), on="session")[["line", "by_topic"]]

    def others_present(self) -> DF:
        return self.at_sessions(self._counted())

    def topic_of_others_present(self) -> DF:
        lines = self.subject("others_present")[["headcount", "session"]]
        return lines.merge(self._topics(), on="session")[["headcount", "by_topic"]]

    def attendances(self) -> DF:
        rows = self.at_sessions(self.t["attendances"])
        return self.who(rows.drop(columns=["by_municipality", "by_county"]))

    def bodies_at_sessions(self) -> DF:
        sent = self.t["headcounts"][["session_id", "body"]].dropna()
        rows = pd.concat([self.t["session_partners"], sent]).drop_duplicates()
        rows = self.at_sessions(rows)
        return rows.merge(self.key("bodies", "body", "body"), on="body", how="left")

    def staff_at_sessions(self) -> DF:
        return self.at_sessions(self.t["session_staff"])

    def venues(self) -> DF:
        kinds = self.t["bodies"][["body", "kind"]]
        kinds = kinds.rename(columns={"body": "venue", "kind": "by_venue_kind"})
        return self.held.merge(kinds, on="venue", how="left")

    def distributions(self) -> DF:
        x = self.t["distributions"].merge(self.codes("material_id", "material"), on="material_id",
                                          how="left")  # fmt: skip
        x = x.merge(self.site_names, on="site_id", how="left").rename(columns={"day": "on"})
        return x.assign(number=x["copies"].fillna(0), quality=x["copies"].isna() * 3)

    # ── Centres and the field ───────────────────────────────────────────────────────────────────

    def enrolments(self) -> DF:
        x = self.t["enrolments"].merge(
            self.key("sites", "site_id", "site", site_kind="site_kind"), on="site_id", how="left"
        )
        codes = self.codes("service_id", "centre_service", "service_group")
        x = x.merge(codes, on="service_id", how="left")
        x["use"] = x["person"].astype(str) + " " + x["service_id"].astype(str)
        x["by_strand"] = np.where(x["service_group"] == "gbv", "gbv", "support")
        jobs = (
            self.t["jobs"]
            .groupby("person")["full_time"]
            .agg(any_full="any", unsaid=lambda full: full.isna().any())
        )
        work = pd.Series("no", jobs.index).mask(jobs["unsaid"].astype(bool), None)
        work = work.mask(jobs["any_full"].astype(bool), "yes")
        x["by_full_time_work"] = x["mother"].map(work).where(x["mother"].isin(jobs.index), "no")
        return self.traits(x)

    def beneficiary_group_of_enrolments(self) -> DF:
        groups = self.t["group_memberships"].merge(
            self.codes("group_code", "beneficiary_group"), on="group_code", how="left"
        )
        rows = self.t["enrolments"][["enrolment", "person"]].merge(groups, on="person")
        return rows[["enrolment", "by_beneficiary_group"]].drop_duplicates()

    def contacts(self) -> DF:
        x = self.t["contacts"].merge(self.site_names, on="site_id", how="left")
        x = x.merge(self.places.rename(columns={"place": "place_id"}), on="place_id", how="left")
        x = x.rename(columns={"day": "on", "contacted": "by_contacted"})
        adults = x.assign(number=x["adults"], by_met="adult", line=x["contact"] * 2)
        minors = x.assign(number=x["minors"], by_met="minor", line=x["contact"] * 2 + 1)
        return pd.concat([adults, minors])

    def identified(self) -> DF:
        x = self.t["identifications"].merge(self.site_names, on="site_id", how="left")
        children = x.drop(columns="person").merge(
            self.t["identified_children"], on="identification"
        )
        both = pd.concat([x.assign(by_beneficiary="case"), children.assign(by_beneficiary="child")])
        return both.rename(columns={"day": "on"})

    # ── The organisation's own world ────────────────────────────────────────────────────────────

    def projects(self) -> DF:
        x = self.t["projects"]
        ends = x["ended_on"]
        last = ends.where(ends <= self.end, self.end)
        first = x["started_on"]
        months = (last.dt.year - first.dt.year) * 12 + last.dt.month - first.dt.month + 1
        return x.assign(months=months)

    def donor_of_projects(self) -> DF:
        x = self.t["project_bodies"]
        x = x[x["partner_role"] == "donor"]
        x = x.merge(self.key("bodies", "body", "donor"), on="body", how="left")
        return x[["project", "by_donor"]].drop_duplicates()

    def project_bodies(self) -> DF:
        x = self.t["project_bodies"].merge(self.t["projects"], on="project").drop(columns="key")
        x = x.merge(self.key("bodies", "body", "body"), on="body", how="left")
        return x.rename(columns={"partner_role": "by_partner_role"})

    def project_places(self) -> DF:
        x = self.t["project_places"].merge(self.t["projects"], on="project").drop(columns="key")
        return x.merge(
            self.key("places", "place", "place", level="by_place_level"), on="place", how="left"
        )

    def targets(self) -> DF:
        x = self.t["targets"].rename(columns={"target_id": "target_number", "key": "by_target"})
        x = x.merge(self.key("projects", "project", "project"), on="project", how="left")
        return x.assign(quality=x["bound"].map(BOUNDS).fillna(3))

    def sites(self) -> DF:
        names = {"site_id": "site", "site_kind": "by_site_kind", "key": "by_site"}
        return self.t["sites"].rename(columns=names)

    def posts(self) -> DF:
        x = self.t["posts"].merge(self.site_names, on="site_id", how="left")
        return x.rename(columns={"role": "by_role"})

    def first_posts(self) -> DF:
        x = (
            self.t["posts"]
            .sort_values(["started_on", "post"])
            .drop_duplicates(["staff", "site_id"])
        )
        return x.merge(self.site_names, on="site_id", how="left")

    def agreements(self) -> DF:
        x = self.t["agreements"].merge(self.site_names, on="site_id", how="left")
        return x.rename(columns={"day": "on"})

    def publications(self) -> DF:
        x = self.t["publications"].merge(self.codes("kind_id", "publication_kind"), on="kind_id",
                                         how="left")  # fmt: skip
        return x.rename(columns={"day": "on"})

    def partner_of_publications(self) -> DF:
        x = self.t["publication_partners"].merge(self.key("bodies", "body", "partner"), on="body",
                                                 how="left")  # fmt: skip
        return x[["publication", "by_partner"]]

    def court_decisions(self) -> DF:
        return self.t["court_decisions"].rename(columns={"day": "on"})

    def supervisions(self) -> DF:
        x = self.t["supervisions"].rename(columns={"day": "on"})
        x["supervised"] = (x["staff"] * 2).fillna(x["professional"] * 2 + 1)
        x["by_of_whom"] = np.where(x["staff"].isna(), "partner_staff", "own_staff")
        return x

    def participations(self) -> DF:
        x = self.t["participations"].rename(columns={"participant": "by_participant"})
        x["by_served_by"] = np.where(x["served_by"].isna(), "organisation", "partner")
        return self.traits(x)
