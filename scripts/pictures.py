"""Take the handbook's pictures anew, from the invented people of the demonstration.

python scripts/pictures.py            all of them, in both languages
python scripts/pictures.py NAME …     only these (their English names)

Each picture is the page that somebody of the demonstration sees; nothing in it is real.
"""

import io
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TOP = Path(__file__).resolve().parent.parent
IMAGES = TOP / "docs" / "images"
WIDE = {"width": 1280, "height": 820}


@dataclass(frozen=True)
class Picture:
    """One picture: its names, who looks, and at which page.

    ``{case}`` is the case of theirs in which most was done, ``{moving}`` one in phase 2.
    """

    sq: str
    en: str
    account: str
    page: str


PICTURES = (
    Picture("dita", "the-day", "menaxhere-rasti", "/day/"),
    Picture("pranimi", "intake", "menaxhere-rasti", "/people/"),
    Picture("rasti", "the-case", "menaxhere-rasti", "/cases/{case}/"),
    Picture("fazat", "phases", "menaxhere-rasti", "/cases/{moving}/phase/"),
    Picture("koordinimi", "coordination", "koordinatore", "/board/"),
    Picture("cilesia", "quality", "koordinatore", "/quality/"),
)


@contextmanager
def demonstration() -> Iterator[tuple[str, dict[str, str]]]:
    """A demonstration of its own on a free port: its address, and cases worth looking at."""
    folder = Path(tempfile.mkdtemp(prefix="agimi-"))
    environment = os.environ | {"AGIMI_VAR": str(folder), "AGIMI_DEMO": "1", "AGIMI_DEBUG": "1"}
    agimi = [sys.executable, "-m", "agimi.cli"]
    try:
        for command in ("init", "demo"):
            subprocess.run([*agimi, command], cwd=TOP, env=environment, check=True)
        told = subprocess.run(
            [sys.executable, __file__, "--cases"],
            cwd=TOP,
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        ).stdout.split()
        with served(environment) as address:
            yield address, dict(zip(("case", "moving"), told, strict=True))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def served(environment: dict[str, str]) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "manage.py", "runserver", "--noreload", "--insecure"]
    server = subprocess.Popen(
        [*command, f"127.0.0.1:{port}"],
        cwd=TOP,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(f"{address}/account/login/")
        yield address
    finally:
        server.terminate()
        server.wait()


def wait_for(address: str) -> None:
    for _try in range(120):
        try:
            urllib.request.urlopen(address, timeout=5)
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    raise SystemExit("The demonstration did not start.")


def cases_with_much() -> list[str]:
    """The open cases of the case manager in which most was done: of all, and of those in phase 2."""
    import django

    django.setup()
    from django.db.models import Count

    from agimi.access.models import User
    from agimi.casework.queries import own_cases

    user = User.objects.get(username="menaxhere-rasti")
    cases = own_cases(by=user).filter(closed_on=None).annotate(n=Count("services"))
    codes = cases.order_by("-n", "code").values_list("code", flat=True)
    moving = codes.filter(phases__ended_on=None, phases__number=2)
    return [codes[0], moving[0]]


def sign_in(page: Any, account: str, language: str) -> None:
    """As a click on the sign-in page of the demonstration does, then the language."""
    page.goto("/account/login/")
    send(page, "/account/demo/", {"account": account})
    send(page, "/preferences/", {"language": language, "next": "/account/"})


def send(page: Any, address: str, values: dict[str, str]) -> None:
    with page.expect_navigation():
        page.evaluate(
            """([address, values]) => {
              const form = document.createElement("form");
              form.method = "post";
              form.action = address;
              const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
              for (const [name, value] of Object.entries({...values, csrfmiddlewaretoken: token})) {
                const field = document.createElement("input");
                field.name = name;
                field.value = value;
                form.append(field);
              }
              document.body.append(form);
              setTimeout(() => form.submit(), 0);
            }""",
            [address, values],
        )


def small(png: bytes) -> bytes:
    """The same picture with few colours: a page is text and a few areas."""
    from PIL import Image

    with Image.open(io.BytesIO(png)) as picture:
        few = picture.convert("RGB").quantize(colors=96, dither=Image.Dither.NONE)
    written = io.BytesIO()
    few.save(written, format="PNG", optimize=True)
    return written.getvalue()


def take(
    browser: Any, address: str, cases: dict[str, str], picture: Picture, language: str
) -> None:
    context = browser.new_context(
        base_url=address, viewport=WIDE, color_scheme="light", reduced_motion="reduce"
    )
    page = context.new_page()
    sign_in(page, picture.account, language)
    page.goto(picture.page.format(**cases))
    page.wait_for_load_state("networkidle")
    file = IMAGES / language / f"{getattr(picture, language)}.png"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(small(page.screenshot()))
    print(f"  {file.relative_to(TOP)}")
    context.close()


def main(*names: str) -> int:
    if names == ("--cases",):
        print(*cases_with_much())
        return 0
    from playwright.sync_api import sync_playwright

    from tests.chromium import QUIET, chromium_path

    chosen = [picture for picture in PICTURES if not names or picture.en in names]
    with demonstration() as (address, cases), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=QUIET)
        for picture in chosen:
            for language in ("sq", "en"):
                take(browser, address, cases, picture, language)
        browser.close()
    return 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "agimi.settings")
    sys.path.insert(0, str(TOP))
    sys.exit(main(*sys.argv[1:]))
