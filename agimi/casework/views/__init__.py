"""The pages of casework, one file a subject."""

from agimi.casework.views import (
    approval,
    calendar,
    case,
    cases,
    child,
    closing,
    day,
    feedback,
    files,
    history,
    intake,
    log,
    phase,
    profile,
    refer,
    summary,
)

__all__ = [
    "approval",
    "calendar",
    "case",
    "cases",
    "child",
    "closing",
    "day",
    "feedback",
    "files",
    "history",
    "intake",
    "log",
    "phase",
    "profile",
    "refer",
    "summary",
]
