"""The documentation says what is so: generated pages are current, every setting has its line, links lead somewhere."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]


def test_that_every_setting_has_its_line_in_the_documentation():
    read = set(
        re.findall(
            r"\benv\.\w+\(\s*\"(\w+)\"", (TOP / "agimi/settings.py").read_text(encoding="utf-8")
        )
    )
    documented = re.findall(
        r"^\| `(\w+)` \|",
        (TOP / "docs/reference/settings.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    assert sorted(documented) == sorted(read)


def test_that_the_generated_pages_are_current():
    checked = subprocess.run(
        [sys.executable, "scripts/docs.py", "check"],
        cwd=TOP,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.stdout + checked.stderr == "", "run `make docs`"


PAGES = sorted([*TOP.glob("*.md"), *TOP.glob("docs/**/*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(TOP)))
def test_that_links_between_pages_lead_somewhere(page):
    links = re.findall(r"\]\((?!\w+:|#)([^)#\s]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []
