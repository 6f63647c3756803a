"""The demonstration's sign-ins: one account a role, without a password (one click signs in)."""

from __future__ import annotations

from collections.abc import Mapping

from agimi.access.audit import write_entry
from agimi.access.choices import Role
from agimi.access.models import User
from agimi.demo.stage import Stage

# Role: (username, staff member of the story, site, language).
ACCOUNTS: Mapping[Role, tuple[str, str, str, str]] = {
    Role.CASE_MANAGER: ("menaxhere-rasti", "cm-1", "shelter", "sq"),
    Role.PSYCHOLOGIST: ("psikologe", "psychologist-1", "shelter", "sq"),
    Role.SOCIAL_WORKER: ("punonjese-sociale", "social-worker", "shelter", "sq"),
    Role.DOCTOR: ("mjeke", "doctor", "shelter", "sq"),
    Role.LAWYER: ("juriste", "lawyer-1", "office", "sq"),
    Role.TEACHER: ("mesuese", "teacher", "education-centre", "sq"),
    Role.ECONOMIC_COORDINATOR: ("koordinatore-ekonomike", "economic", "education-centre", "sq"),
    Role.COORDINATOR: ("koordinatore", "coordinator", "shelter", "sq"),
    Role.SUPERVISOR: ("mbikeqyrese", "psychologist-2", "office", "sq"),
    Role.MOBILE_UNIT: ("njesi-levizshme", "mu-tirana-1", "mu-tirana", "sq"),
    Role.CENTRE_STAFF: ("qendra-lezhe", "lezhe-1", "centre-lezhe", "sq"),
    Role.PROJECT_MANAGER: ("drejtuese-projekti", "project-manager-1", "office", "sq"),
    Role.REPORTING_OFFICER: ("raportimi", "project-manager-2", "office", "sq"),
    Role.DIRECTOR: ("drejtoresha", "director", "office", "sq"),
    Role.DATA_PROTECTION_OFFICER: ("mbrojtja-e-te-dhenave", "finance", "office", "sq"),
    Role.IT_VOLUNTEER: ("it", "", "", "en"),
    Role.DONOR: ("donor", "", "", "en"),
}


def give_accounts(stage: Stage) -> list[User]:
    """Make the accounts; nobody has a password, so that they open nothing but the demonstration."""
    users = []
    for role, (name, staff, site, language) in ACCOUNTS.items():
        user = User(
            username=name,
            role=role,
            staff=stage.staff[staff] if staff else None,
            site=stage.site(site) if site else None,
            language=language,
            is_demo=True,
        )
        user.set_unusable_password()
        user.save()
        users.append(user)
    write_entry(
        by=stage.by,
        verb="account given",
        kind="access.user",
        detail={"accounts": [user.username for user in users]},
    )
    return users
