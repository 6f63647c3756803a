"""The pages of casework, one file a subject."""

from agimi.casework.views import (
    approval,
    calendar,
    case,
    closing,
    day,
    feedback,
    files,
    history,
    log,
    phase,
    profile,
    summary,
)

__all__ = [
    "approval",
    "calendar",
    "case",
    "closing",
    "day",
    "feedback",
    "files",
    "history",
    "log",
    "phase",
    "profile",
    "summary",
]
