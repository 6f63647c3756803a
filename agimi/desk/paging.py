"""Pages of a list that stays calm: a million rows are never counted, nor all of them sorted out."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.utils.functional import cached_property

# Nobody turns two hundred pages: whoever has more rows than this needs a filter.
MOST = 10_000


class CalmPaginator(Paginator):
    """Counts no further than ``MOST``; past that there is only "more than"."""

    @cached_property
    def _counted(self) -> int:
        rows: Any = self.object_list
        return int(rows.order_by().values("pk")[: MOST + 1].count())

    @cached_property
    def count(self) -> int:
        return min(self._counted, MOST)

    @property
    def is_more(self) -> bool:
        """Whether there are more rows than are counted."""
        return self._counted > MOST
