"""Tile maps of Albania: every county and every municipality as one tile of equal size.

Equal tiles keep small municipalities visible and show no border; the place of a tile is
where the municipality lies, as near as the grid allows (nearest assignment of the seats).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_COUNTIES = """
Shkodër Kukës       .
Lezhë   Dibër       .
Durrës  Tiranë      .
Fier    Elbasan     .
Vlorë   Berat       Korçë
.       Gjirokastër .
"""

_MUNICIPALITIES = """
Malësi_e_Madhe .           .           Tropojë     .        .        .
Shkodër        Vau_i_Dejës Pukë        Fushë_Arrëz Has      Kukës    .
Lezhë          Kurbin      Mirditë     Mat         .        Dibër    .
Shijak         Vorë        Krujë       Klos        Bulqizë  .        .
Durrës         Kamëz       Tiranë      Elbasan     Librazhd .        .
Kavajë         Rrogozhinë  Peqin       Cërrik      .        Prrenjas .
Divjakë        Lushnjë     Belsh       Kuçovë      Gramsh   Pogradec Pustec
Fier           Roskovec    Dimal       Berat       .        Maliq    Devoll
Patos          Selenicë    Mallakastër Poliçan     Skrapar  Korçë    .
Vlorë          .           Memaliaj    Tepelenë    Këlcyrë  Përmet   Kolonjë
.              Himarë      Finiq       Gjirokastër Dropull  Libohovë .
.              .           Sarandë     Delvinë     Konispol .        .
"""


@dataclass(frozen=True, slots=True)
class Tile:
    """One place of the map: its name, and its column and row in the grid."""

    name: str
    column: int
    row: int


def _tiles(drawing: str, prefix: str = "") -> Mapping[str, Tile]:
    """The tiles of a drawing by the codes of their places."""
    return {
        prefix + _code(name): Tile(name.replace("_", " "), column, row)
        for row, line in enumerate(drawing.strip().splitlines())
        for column, name in enumerate(line.split())
        if name != "."
    }


def _code(name: str) -> str:
    """The code of a place as the list of places has it: vau-i-dejes for Vau i Dejës."""
    return name.casefold().replace("_", "-").replace("ë", "e").replace("ç", "c")


COUNTIES: Mapping[str, Tile] = _tiles(_COUNTIES, "county-")
MUNICIPALITIES: Mapping[str, Tile] = _tiles(_MUNICIPALITIES)
