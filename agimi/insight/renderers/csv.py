"""All figures of a report as CSV: UTF-8 with a mark, so that spreadsheets read ë and ç."""

from __future__ import annotations

import csv
import io

from agimi.insight.renderers import tidy
from agimi.insight.report.nodes import Document


def render(document: Document) -> bytes:
    """One line a figure; the headings are stable names, the words in the document's language."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(tidy.NAMES)
    for record in tidy.records(document):
        writer.writerow([_cell(getattr(record, name)) for name in tidy.NAMES])
    return written.getvalue().encode("utf-8-sig")


def _cell(value: object) -> object:
    if value is None:
        return ""
    return tidy.unspoilt(value) if isinstance(value, str) else value
