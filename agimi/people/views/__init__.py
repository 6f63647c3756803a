"""The pages about people, one file a subject."""

from agimi.people.views import family, find, identity, person, register

__all__ = ["family", "find", "identity", "person", "register"]
