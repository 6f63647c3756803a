"""Which indicators all three sides can count; the others are left out of all three alike."""

from __future__ import annotations

from agimi.insight import catalogue
from agimi.insight.measure import Indicator
from bench import duck_sql
from bench.panda_subjects import Tables


def _is_written(indicator: Indicator) -> bool:
    subject = indicator.frame
    bridged = subject.bridges.keys() & indicator.dimensions.keys()
    return (
        subject.name in duck_sql.SUBJECTS
        and hasattr(Tables, subject.name)
        and all((subject.name, name) in duck_sql.BRIDGES for name in bridged)
    )


def covered() -> list[Indicator]:
    return [one for one in catalogue.chosen() if _is_written(one)]


def left_out() -> list[str]:
    return [one.code for one in catalogue.chosen() if not _is_written(one)]
