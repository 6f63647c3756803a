"""The catalogue: every indicator there is, each code once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib import import_module

from agimi.insight.measure import Indicator

# The chapters, in the order of the report.
CHAPTERS = (
    "casework",
    "profile",
    "referral",
    "services",
    "health",
    "legal",
    "learning",
    "work",
    "home",
    "activities",
    "centres",
    "outreach",
    "programme",
    "universal",
)


def _gather() -> dict[str, Indicator]:
    found: dict[str, Indicator] = {}
    for chapter in CHAPTERS:
        for indicator in import_module(f"agimi.insight.indicators.{chapter}").INDICATORS:
            if indicator.code in found:
                raise ValueError(f"the indicator {indicator.code} is declared twice")
            found[indicator.code] = indicator
    for indicator in found.values():
        if indicator.within and indicator.within not in found:
            raise ValueError(f"{indicator.code} is within {indicator.within}, which does not exist")
    return found


CATALOGUE: dict[str, Indicator] = _gather()


def chosen(codes: Iterable[str] | None = None) -> Sequence[Indicator]:
    """The indicators of these codes, or all; a code that does not exist is an error."""
    if codes is None:
        return [indicator for indicator in CATALOGUE.values() if not indicator.retired]
    try:
        return [CATALOGUE[code] for code in codes]
    except KeyError as error:
        raise KeyError(f"no such indicator: {error.args[0]}") from None


# What only tells to which projects a record belongs.
OF_PROJECTS = frozenset({"service_projects", "session_projects"})


def frames_of(indicators: Iterable[Indicator], *, of_projects: bool = True) -> tuple[str, ...]:
    """The frames that these indicators need, each once; fewer where no project is asked for."""
    names = dict.fromkeys(name for one in indicators for name in one.frame.frames)
    return tuple(name for name in names if of_projects or name not in OF_PROJECTS)
