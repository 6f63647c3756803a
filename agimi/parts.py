"""The files that pages are drawn with: which of npm's are served, and under which names.

Of the packages in node_modules only what a page asks for is served, so that `agimi serve` can gather it afresh in a
second at each start, under names that hold a hash: a browser keeps them for ever, and a new version has new names.
"""

from collections.abc import Iterator
from fnmatch import fnmatch
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import FileSystemFinder
from whitenoise.storage import CompressedManifestStaticFilesStorage


class PartsFinder(FileSystemFinder):
    """STATICFILES_DIRS, but of each folder only the files that STATICFILES_PARTS names for it."""

    def is_served(self, path: str) -> bool:
        return any(fnmatch(path, pattern) for pattern in settings.STATICFILES_PARTS)

    def find(self, path: str, **options: Any) -> Any:  # type: ignore[override]
        if not self.is_served(path):
            return [] if options.get("find_all") else None
        return super().find(path, **options)

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, Any]]:
        for path, storage in super().list(ignore_patterns):
            if self.is_served(f"{storage.prefix}/{path}"):
                yield path, storage


class PartsStorage(CompressedManifestStaticFilesStorage):
    """Names with a hash once the files were gathered; plain names before, as in the tests."""

    # Not the maps for developers' tools, which are not served.
    patterns = (("*.css", CompressedManifestStaticFilesStorage.patterns[0][1][:2]),)

    def stored_name(self, name: str) -> str:
        return super().stored_name(name) if self.hashed_files else name
