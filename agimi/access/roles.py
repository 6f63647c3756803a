"""Which role may see and change what: one table, read by every check."""

from dataclasses import dataclass

from agimi.access.choices import Area, Role, Scope


@dataclass(frozen=True, slots=True)
class Grant:
    """How far a role sees (``read``) and changes (``write``) the records of an area."""

    read: Scope = Scope.NONE
    write: Scope = Scope.NONE


NOTHING = Grant()
OWN = Grant(Scope.OWN, Scope.OWN)
SITE = Grant(Scope.SITE, Scope.SITE)
ALL = Grant(Scope.ORGANISATION, Scope.ORGANISATION)
LOOK = Grant(Scope.ORGANISATION)
FIGURES_ONLY = Grant(Scope.AGGREGATE)
# They hand the form to a survivor and never see what she answers.
ASK = {Scope.OWN: Grant(write=Scope.OWN), Scope.SITE: Grant(write=Scope.SITE)}

_CASEWORKER = {
    Area.PEOPLE: OWN,
    Area.IDENTITY: OWN,
    Area.CONSENT: OWN,
    Area.CASEWORK: OWN,
    Area.FEEDBACK: ASK[Scope.OWN],
    Area.ACTIVITIES: SITE,
    Area.PROGRAMME: LOOK,
    Area.FIGURES: FIGURES_ONLY,
}

GRANTS: dict[Role, dict[Area, Grant]] = {
    Role.CASE_MANAGER: _CASEWORKER,
    Role.PSYCHOLOGIST: _CASEWORKER,
    Role.SOCIAL_WORKER: _CASEWORKER,
    Role.DOCTOR: _CASEWORKER,
    Role.LAWYER: _CASEWORKER,
    Role.TEACHER: _CASEWORKER,
    Role.ECONOMIC_COORDINATOR: _CASEWORKER,
    Role.COORDINATOR: {
        Area.PEOPLE: SITE,
        Area.IDENTITY: SITE,
        Area.CONSENT: SITE,
        Area.CASEWORK: SITE,
        Area.FEEDBACK: ASK[Scope.SITE],
        Area.ACTIVITIES: SITE,
        Area.PROGRAMME: LOOK,
        Area.FIGURES: FIGURES_ONLY,
    },
    Role.SUPERVISOR: {
        Area.PEOPLE: ALL,
        Area.IDENTITY: ALL,
        Area.CONSENT: ALL,
        Area.CASEWORK: ALL,
        Area.FEEDBACK: ALL,
        Area.ACTIVITIES: ALL,
        Area.PROGRAMME: ALL,
        Area.FIGURES: LOOK,
        Area.EXCHANGE: ALL,
    },
    Role.MOBILE_UNIT: _CASEWORKER,
    # No casework: the people registered or enrolled at their centre, and who came.
    Role.CENTRE_STAFF: {
        Area.PEOPLE: SITE,
        Area.IDENTITY: SITE,
        Area.CONSENT: SITE,
        Area.ACTIVITIES: SITE,
        Area.PROGRAMME: LOOK,
        Area.FIGURES: FIGURES_ONLY,
    },
    Role.PROJECT_MANAGER: {
        Area.ACTIVITIES: ALL,
        Area.PROGRAMME: ALL,
        Area.FIGURES: FIGURES_ONLY,
    },
    Role.REPORTING_OFFICER: {
        Area.PEOPLE: LOOK,
        Area.CASEWORK: LOOK,
        Area.ACTIVITIES: ALL,
        Area.PROGRAMME: ALL,
        Area.FIGURES: ALL,
        Area.EXCHANGE: ALL,
    },
    Role.DIRECTOR: {
        Area.PEOPLE: LOOK,
        Area.CASEWORK: LOOK,
        Area.FEEDBACK: LOOK,
        Area.ACTIVITIES: ALL,
        Area.PROGRAMME: ALL,
        Area.FIGURES: ALL,
        Area.EXCHANGE: ALL,
        Area.AUDIT: LOOK,
    },
    Role.DATA_PROTECTION_OFFICER: {
        Area.CONSENT: LOOK,
        Area.PROGRAMME: LOOK,
        Area.FIGURES: FIGURES_ONLY,
        Area.AUDIT: ALL,
    },
    Role.IT_VOLUNTEER: {Area.SYSTEM: ALL},
    Role.DONOR: {Area.FIGURES: FIGURES_ONLY},
    # The account of commands run on the machine itself; nobody can sign in as it.
    Role.SYSTEM: dict.fromkeys(Area, ALL),
}


def grant_of(role: str, area: str) -> Grant:
    """The right of a role in an area; nothing unless the table says so (closed by default)."""
    try:
        return GRANTS[Role(role)].get(Area(area), NOTHING)
    except ValueError:
        return NOTHING
