"""The demonstration is built twice for all tests of this room, the second time back to front."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import pickle
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.test import override_settings

from agimi.access.accounts import system_user
from agimi.access.audit import verify
from agimi.access.models import User
from agimi.casework.models import (
    Absence,
    Appointment,
    Approval,
    Attachment,
    Feedback,
    Proceeding,
    Service,
    Task,
)
from agimi.casework.queries import open_tasks, own_cases
from agimi.demo import stage
from agimi.demo.actions import build_demo
from agimi.demo.present import SPECIALISTS, live_on
from agimi.demo.reconcile import Line, reconcile

# What differs from run to run by its nature: numbers, moments, seals.
UNSTEADY = {"id", "created_at", "changed_at", "last_login", "date_joined", "password"}


@dataclass(frozen=True)
class Built:
    """What a build left behind, taken down before it was undone."""

    lines: Mapping[int, list[Line]]
    fingerprints: Mapping[str, str]
    counts: Mapping[str, int]
    accounts: list[tuple[str, bool, str, bool]]  # role, has a password, e-mail, superuser
    breaks: int
    # After the days around today were written too.
    living: Living | None = None


@dataclass(frozen=True)
class Living:
    """What stands once the open cases live on, of what the pages of the day show."""

    lines: Mapping[int, list[Line]]
    counts: Mapping[str, int]
    amiss: Mapping[str, int]
    breaks: int


TODAY = dt.date(2026, 11, 27)


def live() -> Living:
    live_on(by=system_user(), today=TODAY)
    seen = User.objects.get(role="case_manager", is_demo=True)
    coming = Appointment.objects.filter(state="planned", staff=seen.staff)
    return Living(
        lines={year: reconcile(year) for year in (2021, 2024)},
        counts={
            "tasks of the case manager": open_tasks(by=seen).filter(assignee=seen.staff).count(),
            "appointments of the case manager": coming.count(),
            "approvals that wait": Approval.objects.filter(state="waiting").count(),
            "answers of survivors": Feedback.objects.exclude(answered_at=None).count(),
            "people away with somebody who stands in": Absence.objects.exclude(cover=None).count(),
            "files": Attachment.objects.count(),
            "hearings ahead": Proceeding.objects.filter(next_hearing_on__gte=TODAY).count(),
        }
        | {
            f"cases of the {user.role}": own_cases(by=user).count()
            for user in User.objects.filter(role__in=SPECIALISTS, is_demo=True)
        },
        amiss={
            "work after today": Service.objects.filter(on__gt=TODAY).count(),
            "work between the story and these weeks": Service.objects.filter(
                on__gt=dt.date(2024, 12, 31), on__lt=TODAY - dt.timedelta(weeks=8)
            ).count(),
            "tasks of the story still open": Task.objects.filter(
                state="open", due_on__lt=TODAY - dt.timedelta(days=7)
            ).count(),
        },
        breaks=len(list(verify())),
    )


def build(*, with_today: bool = False) -> Built:
    with ExitStack() as undone:
        for alias in ("default", "keys"):
            undone.enter_context(transaction.atomic(using=alias))
            undone.callback(transaction.set_rollback, True, using=alias)
        build_demo(by=system_user())
        built = Built(
            lines={year: reconcile(year) for year in (2021, 2024)},
            fingerprints=dict(_fingerprints()),
            counts={model._meta.label: model._base_manager.count() for model in _models()},
            accounts=[
                (user.role, user.has_usable_password(), user.email, user.is_superuser)
                for user in User.objects.filter(is_demo=True)
            ],
            breaks=len(list(verify())),
        )
        return replace(built, living=live()) if with_today else built


def _models() -> list[Any]:
    rooms = ("people", "programme", "casework", "activities")
    return [
        m
        for room in rooms
        for m in apps.get_app_config(room).get_models()
        if m.__name__ != "PersonKey"
    ]


def _fingerprints() -> Iterator[tuple[str, str]]:
    """Of each kind of record one digest, whatever the order of the rows and their numbers."""
    for model in _models():
        columns = [
            path
            for field in model._meta.concrete_fields
            if field.name not in UNSTEADY and field.get_internal_type() != "BinaryField"
            for path in [_steady(field)]
            if path
        ]
        rows = sorted(map(str, model._base_manager.order_by().values_list(*columns)))
        yield model._meta.label, hashlib.sha256("\n".join(rows).encode()).hexdigest()


def _steady(field: Any) -> str:
    """A relation is told by the code of the other record, never by its number."""
    if not field.is_relation:
        return str(field.name)
    names = {other.name for other in field.related_model._meta.concrete_fields}
    key = next((name for name in ("username", "code", "alpha2") if name in names), "")
    return f"{field.name}__{key}" if key else ""


@pytest.fixture(autouse=True, scope="session")
def _folder_of_files(tmp_path_factory: Any) -> Iterator[None]:
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files")):
        yield


@pytest.fixture(scope="session")
def forwards(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Built:
    with django_db_blocker.unblock():
        return once("forwards", tmp_path_factory, lambda: build(with_today=True))


@pytest.fixture(scope="session")
def backwards(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Built:
    """The same story, the records of every kind written in the opposite order."""
    with django_db_blocker.unblock():
        return once("backwards", tmp_path_factory, build_backwards)


def build_backwards() -> Built:
    write = stage.Stage.write

    def reversed_write(self: stage.Stage, records: Any, links: Any = None) -> Any:
        return write(self, list(records)[::-1], links)[::-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stage.Stage, "write", reversed_write)
        return build()


def once(name: str, tmp_path_factory: Any, make: Callable[[], Built]) -> Built:
    """Built by one of the workers of a test run, read by the others."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return make()
    result = Path(tmp_path_factory.getbasetemp().parent) / f"{name}.pickle"
    try:
        result.with_suffix(".mine").touch(exist_ok=False)
    except FileExistsError:
        return _awaited(result)
    built = make()
    part = result.with_suffix(".part")
    part.write_bytes(pickle.dumps(built))
    part.replace(result)
    return built


def _awaited(result: Path) -> Built:
    for _ in range(3000):
        if result.exists():
            built: Built = pickle.loads(result.read_bytes())  # noqa: S301 - our own, of this run
            return built
        time.sleep(0.1)
    raise TimeoutError(f"no worker made {result.name}")
