"""The pages of casework, one file a subject."""

from agimi.casework.views import case

__all__ = ["case"]
