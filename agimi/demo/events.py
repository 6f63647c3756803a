"""Events: those that stand alone (events.yaml) and those that are held again and again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any

import yaml

from agimi.activities.actions import hold_sessions, record_many
from agimi.activities.models import Attendance, Headcount, Publication, Session
from agimi.demo.chance import Chance
from agimi.demo.stage import Stage, catch_up

D = dt.date
Heads = tuple[str, int | None, dict[str, Any]]


class Diary:
    """Sessions with who came, collected first and written together."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.sessions: list[Session] = []
        self.links: dict[str, dict[str, Sequence[Any]]] = {}
        self.heads: list[Headcount] = []
        self.attendances: list[Attendance] = []

    def hold(
        self,
        code: str,
        kind: str,
        on: D,
        *,
        heads: Iterable[Heads] = (),
        people: Iterable[Any] = (),
        **words: Any,
    ) -> Session:
        """Note one session; words are codes of the organisation's world."""
        session = self.stage.new(Session, code=code, **self._plain(kind, on, words))
        self.sessions.append(session)
        self.links[session.code] = self._linked(words)
        for number, (group, count, special) in enumerate(heads, start=1):
            self.heads.append(self._head(session, number, group, count, special))
        for person in people:
            key = (session.code, person.code)
            self.attendances.append(
                self.stage.new(Attendance, *key, session=session, person=person)
            )
        return session

    def _plain(self, kind: str, on: D, words: dict[str, Any]) -> dict[str, Any]:
        stage, code = self.stage, self.stage.code("session_kind", kind)
        found = {
            "kind": code,
            "on": on,
            "title_sq": words.get("sq", ""),
            "title_en": words.get("en", ""),
            "venue_name": words.get("venue_name", ""),
        }
        for name, look in (("site", stage.site), ("place", stage.place), ("venue", stage.body)):
            if words.get(name):
                found[name] = look(words[name])
        for name in ("ended_on", "days", "mode", "organiser", "school_level", "age_from", "age_to",
                     "date_precision", "publication", "campaign"):  # fmt: skip
            if words.get(name) is not None:
                found[name] = words[name]
        return found

    def _linked(self, words: dict[str, Any]) -> dict[str, Sequence[Any]]:
        stage = self.stage
        return {
            "projects": [stage.project(code) for code in words.get("projects", ())],
            "topics": [stage.code(*_topic(topic)) for topic in words.get("topics", ())],
            "audiences": [stage.code("audience", code) for code in words.get("audiences", ())],
            "partners": [stage.body(code) for code in words.get("partners", ())],
            "staff": [stage.staff[key] for key in words.get("staff", ())],
        }

    def _head(
        self, session: Session, number: int, group: str, count: int | None, special: dict[str, Any]
    ) -> Headcount:
        stage, more = self.stage, dict(special)
        if "audience" in more:
            more["audience"] = stage.code("audience", more["audience"])
        if "body" in more:
            more["body"] = stage.body(more["body"])
        return stage.new(
            Headcount, session.code, number, session=session, group=group, number=count, **more
        )

    def write(self) -> None:
        hold_sessions(self.sessions, by=self.stage.by, links=self.links)
        for rows in (self.heads, self.attendances):
            for row in rows:
                catch_up(row)
            record_many(rows, by=self.stage.by)


def _topic(topic: str) -> tuple[str, str]:
    """A topic, or the list it stands in before a stroke: ``theme/portrait``."""
    name, _, key = topic.rpartition("/")
    return (name or "topic", key)


def hold_events(stage: Stage, guidelines: Publication) -> None:
    """Write the events of events.yaml and the series."""
    diary = Diary(stage)
    data = _yaml("events.yaml")
    campaigns = _campaigns()
    for code, row in data.items():
        on = D.fromisoformat(code[3:13])
        heads = [
            (group, count, special[0] if special else {})
            for group, count, *special in row.pop("heads")
        ]
        row["campaign"] = campaigns[row["campaign"]] if "campaign" in row else None
        row["publication"] = guidelines if row.pop("presents", None) else None
        diary.hold(code, row.pop("kind"), on, heads=heads, **row)
    for series in all_series():
        _hold_series(diary, series)
    diary.write()


def _campaigns() -> dict[str, Any]:
    from agimi.programme.models import Campaign

    return {campaign.code: campaign for campaign in Campaign.objects.all()}


@dataclass(frozen=True)
class Series:
    """Sessions of one kind, held again and again."""

    name: str
    kind: str
    start: D
    end: D
    number: int
    heads: int  # altogether; 0 where nobody was counted
    groups: tuple[str, ...] = ("women", "men")
    sites: tuple[str, ...] = ("",)
    places: tuple[str, ...] = ("",)
    venues: tuple[str, ...] = ("",)
    projects: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    staff: tuple[str, ...] = ()
    mode: str = "in_person"
    title: tuple[str, str] = ("", "")
    collaborators: tuple[int, ...] = ()
    ages: tuple[int, int] | None = None
    rotate_topics: bool = False


def all_series() -> Iterator[Series]:
    """The series of series.yaml; one that is held in several years is several series."""
    for row in _yaml("series.yaml"):
        title = (row.pop("sq", ""), row.pop("en", ""))
        years, name = row.pop("years", ()), row.pop("name")
        words: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in row.items()}
        if not years:
            start, end = words.pop("from"), words.pop("to")
            yield Series(name=name, title=title, start=start, end=end, **words)
        for year in years:
            start, end = D(year, 1, 18), D(year, 12, 12)
            yield Series(name=f"{year}-{name}", title=title, start=start, end=end, **words)


def _yaml(name: str) -> Any:
    return yaml.safe_load((Path(__file__).parent / name).read_text("utf-8"))


def _hold_series(diary: Diary, series: Series) -> None:
    chance = Chance(f"series/{series.name}")
    days = chance.days(series.start, series.end, series.number)
    least = 3 if series.heads >= 3 * series.number else 0
    heads = chance.shares(series.heads, [chance.uniform(0.7, 1.4) for _ in days], least=least)
    wheels = [cycle(names) for names in (series.sites, series.places, series.venues)]
    for number, (day, count) in enumerate(zip(days, heads, strict=True), start=1):
        site, place, venue = (next(wheel) for wheel in wheels)
        topics = (
            (series.topics[number % len(series.topics)],) if series.rotate_topics else series.topics
        )
        with_us = list(series.collaborators[number - 1 : number])
        rows = _groups(count, series.groups, chance)
        rows += [("not_stated", extra, {"role": "collaborator"}) for extra in with_us if extra]
        ages = series.ages or (None, None)
        diary.hold(f"EV-{series.name}-{number:02d}", series.kind, day, heads=rows, site=site, place=place,
                   venue=venue, projects=series.projects, topics=topics, audiences=series.audiences,
                   staff=series.staff, mode=series.mode, sq=series.title[0], en=series.title[1],
                   age_from=ages[0], age_to=ages[1])  # fmt: skip


def _groups(count: int, groups: tuple[str, ...], chance: Chance) -> list[Heads]:
    """A number of heads by two groups, the first a little larger."""
    if not count:
        return [("not_stated", None, {"bound": "unknown"})]
    first = min(count, round(count * chance.uniform(0.5, 0.75))) if len(groups) > 1 else count
    rows: list[Heads] = [(groups[0], first, {})]
    if count > first:
        rows.append((groups[1], count - first, {}))
    return rows
