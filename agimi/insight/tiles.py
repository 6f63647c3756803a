"""Tile maps of Albania: every county and every municipality as one tile of equal size.

Equal tiles keep small municipalities visible and show no border; the place of a tile is
where the municipality lies, as near as the grid allows (nearest assignment of the seats).
Counties are named by ISO 3166-2, municipalities by their LAU code.
"""

from __future__ import annotations

from collections.abc import Mapping

Place = tuple[int, int]

_COUNTIES = """
AL-10 AL-07 .
AL-08 AL-09 .
AL-02 AL-11 .
AL-04 AL-03 .
AL-12 AL-01 AL-06
.     AL-05 .
"""

_MUNICIPALITIES = """
AL152 .     .     AL133 .     .     .
AL154 AL155 AL153 AL151 AL131 AL132 .
AL142 AL141 AL143 AL114 .     AL112 .
AL123 AL225 AL122 AL113 AL111 .     .
AL121 AL221 AL224 AL213 AL215 .     .
AL222 AL223 AL216 AL212 .     AL217 .
AL321 AL323 AL211 AL312 AL214 AL345 AL346
AL322 AL325 AL315 AL311 .     AL344 AL341
AL326 AL356 AL324 AL313 AL314 AL343 .
AL357 .     AL337 AL336 AL333 AL335 AL342
.     AL352 AL354 AL332 AL331 AL334 .
.     .     AL355 AL351 AL353 .     .
"""


def _places(drawing: str) -> Mapping[str, Place]:
    """The (column, row) of each code in a drawing."""
    return {
        code: (column, row)
        for row, line in enumerate(drawing.strip().splitlines())
        for column, code in enumerate(line.split())
        if code != "."
    }


COUNTIES: Mapping[str, Place] = _places(_COUNTIES)
MUNICIPALITIES: Mapping[str, Place] = _places(_MUNICIPALITIES)
