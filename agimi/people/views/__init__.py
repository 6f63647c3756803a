"""The pages about people, one file a subject."""

from agimi.people.views import family, find, identity, merge, person, register

__all__ = ["family", "find", "identity", "merge", "person", "register"]
