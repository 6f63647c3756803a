"""The report's figures and definitions as JSON, with words in both languages."""

from __future__ import annotations

import json
from typing import Any

from agimi.insight.report.nodes import Definition, Document
from agimi.insight.results import Results, Row
from agimi.insight.text import Text

FORMAT = "agimi-report/1"


def render(document: Document) -> bytes:
    """The document as JSON in UTF-8."""
    content = {
        "format": FORMAT,
        "title": document.title,
        "organisation": document.cover.organisation,
        "language": document.language,
        "period": {
            "start": document.period.start.isoformat(),
            "end": document.period.end.isoformat(),
        },
        "edition": {
            "number": document.edition.number,
            "made_on": document.edition.made_on.isoformat(),
            "protection": document.edition.protection.value,
            "invented": document.edition.invented,
        },
        "chapters": [
            {"number": chapter.number, "code": chapter.code, "title": chapter.title}
            for chapter in document.chapters
        ],
        "definitions": [_definition(each) for each in document.definitions.values()],
        "labels": _labels(document.results),
        "figures": [_figure(row) for row in document.results],
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def _both(text: Text) -> dict[str, str]:
    return {"sq": text.sq, "en": text.en}


def _definition(definition: Definition) -> dict[str, Any]:
    return {
        "indicator": definition.code,
        "label": _both(definition.label),
        "definition": _both(definition.definition),
        "rule": _both(definition.rule) if definition.rule else None,
    }


def _labels(results: Results) -> dict[str, dict[str, dict[str, str]]]:
    labels: dict[str, dict[str, dict[str, str]]] = {}
    for (dimension, code), text in results.labels.items():
        labels.setdefault(dimension, {})[code] = _both(text)
    return labels


def _figure(row: Row) -> dict[str, Any]:
    return {
        "indicator": row.indicator,
        "period": [row.period.start.isoformat(), row.period.end.isoformat()],
        "project": row.project,
        "category": dict(zip(row.by, row.category, strict=True)),
        "value": row.value,
        "unit": row.unit.value,
        "quality": row.quality.value,
        "base": row.base,
    }
