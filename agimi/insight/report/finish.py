"""Numbers and anchors for everything that can be pointed at, given once the tree stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from agimi.insight.report.nodes import Block, Chapter, Chart, Heading, Table


@dataclass
class _Counters:
    chapter: int = 0
    section: int = 0
    part: int = 0
    table: int = 0
    chart: int = 0


def numbered(chapters: Iterable[Chapter]) -> tuple[Chapter, ...]:
    """The chapters with consecutive numbers; those marked with number "–" stay without one."""
    counters = _Counters()
    return tuple(_chapter(chapter, counters) for chapter in chapters)


UNNUMBERED = "–"


def _chapter(chapter: Chapter, counters: _Counters) -> Chapter:
    number = ""
    if chapter.number != UNNUMBERED:
        counters.chapter += 1
        number = str(counters.chapter)
    counters.section = counters.part = 0
    children = tuple(_block(block, chapter.code, number, counters) for block in chapter.children)
    return replace(chapter, number=number, anchor=chapter.code, children=children)


def _block(block: Block, code: str, chapter: str, counters: _Counters) -> Block:
    match block:
        case Heading(level=2):
            counters.section += 1
            counters.part = 0
            anchor = f"{code}-{counters.section}"
            number = f"{chapter}.{counters.section}" if chapter else ""
            return replace(block, number=number, anchor=anchor)
        case Heading():
            counters.part += 1
            return replace(block, anchor=f"{code}-{counters.section}-{counters.part}")
        case Table():
            counters.table += 1
            return replace(block, number=counters.table, anchor=f"table-{counters.table}")
        case Chart():
            counters.chart += 1
            return replace(block, number=counters.chart, anchor=f"figure-{counters.chart}")
        case _:
            return block
