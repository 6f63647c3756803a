"""Jobs: checking and taking in a workbook, outside the request that asked for it.

The pages import this room's forms and jobs only; what reads workbooks is imported
where the work is done, so that a page never waits for it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from agimi.access.models import User
from agimi.exchange import runs

if TYPE_CHECKING:
    from agimi.exchange.actions import Report

log = logging.getLogger(__name__)
TRIES = 3
PAUSE = 20
# How often the page may be told how far the work is.
TELL_EVERY = 0.5


@task()
def check(code: str, user: int) -> None:
    """The dry run: what would change, and every problem at once."""
    from agimi.exchange.actions import check_upload

    work(code, user, take_in=check_upload)


@task()
def apply(code: str, user: int) -> None:
    """Take the records in, all or none."""
    from agimi.exchange.actions import apply_upload

    work(code, user, take_in=apply_upload)


def work(code: str, user: int, *, take_in: Callable[..., Report]) -> None:
    """Do it, and keep in the run what came of it, whatever that is."""
    run = runs.find_for_work(code)
    owner = User.objects.get(pk=user)
    with translation.override(owner.language):
        try:
            report = _patiently(run, owner, take_in)
        except Exception as error:
            # The page must not wait for ever; what happened is for the log, where no values stand.
            log.exception("import %s failed", code)
            run.stage, run.failure = runs.Stage.FAILED, _failure(error)
        else:
            _keep(run, report)
        runs.save(run)
    if run.stage == runs.Stage.DONE:
        runs.forget_workbook(run)


def _patiently(run: runs.Run, owner: User, take_in: Callable[..., Report]) -> Report:
    """Another import may be writing: wait for it a few times."""
    from agimi.exchange.engine import Busy

    tell = _teller(run)
    because = _("Import %(code)s") % {"code": run.code}
    with runs.workbook(run) as path:
        for _try in range(TRIES - 1):
            try:
                return take_in(path, user=owner, because=because, progress=tell)
            except Busy:
                time.sleep(PAUSE)
        return take_in(path, user=owner, because=because, progress=tell)


def _teller(run: runs.Run) -> Callable[[int, int], None]:
    """Notes the progress now and then, and always the last row."""
    last = 0.0

    def tell(done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= TELL_EVERY or done == total:
            last = now
            runs.note_progress(run, done=done, total=total)

    return tell


def _keep(run: runs.Run, report: Report) -> None:
    run.stage = runs.Stage.DONE if report.applied else runs.Stage.CHECKED
    run.sheets = [asdict(sheet) for sheet in report.sheets]
    run.problems = [asdict(problem) for problem in report.problems]
    run.problems_in_all = report.problem_total


def _failure(error: Exception) -> str:
    from agimi.exchange.engine import Busy

    if isinstance(error, Busy):
        return _("Another import was writing all the time. Nothing was written; try again later.")
    return _("Something unexpected happened and is noted in the log. Nothing was written.")
