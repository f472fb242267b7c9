"""A service over the starter atlas with its pages, in this process and behind a port for a real browser."""

from __future__ import annotations

import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import uvicorn
from starlette.testclient import TestClient

from countersight.app import Screener
from countersight.snapshots.build import build
from countersight.store.snapshot import Snapshot
from countersight.web.rendering import FOLDER, HTMX, asset
from countersight.web.shapes import shapes
from tests.machine import program
from tests.serving import Served, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def starter() -> Snapshot:
    return Snapshot.in_memory(build(starter=True))


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory, starter: Snapshot) -> Iterator[Served]:
    made = served(tmp_path_factory.mktemp("office"), screener=Screener(starter))
    yield made
    made.office.desk.close()


@pytest.fixture
def ana(office: Served) -> TestClient:
    """An admin of a tenant, as a browser asks."""
    client = office.client("one", "admin")
    client.headers["accept"] = "text/html"
    return client


@pytest.fixture(scope="session")
def brought() -> str:
    """What the build brings for browsers: brought here where it is missing; why it cannot be had, or nothing."""
    if not (FOLDER / "vendor" / HTMX).is_file():
        ran = subprocess.run([sys.executable, str(ROOT / "hatch_build.py"), "browser"], capture_output=True, text=True, check=False, timeout=120)
        if not (FOLDER / "vendor" / HTMX).is_file():
            return ran.stderr.strip() or "it was not brought"
    asset.cache_clear()  # another worker may have brought it in the meantime
    shapes.cache_clear()
    return ""


@pytest.fixture(scope="session")
def axe() -> str:
    """The script of axe-core, out of the npm package that browser/package-lock.json pins."""
    sys.path.insert(0, str(ROOT))
    try:
        hatch_build = import_module("hatch_build")
    finally:
        sys.path.remove(str(ROOT))
    with tempfile.TemporaryDirectory() as scratch:
        try:
            return str((hatch_build.brought(Path(scratch), development=True) / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
        except (OSError, subprocess.SubprocessError) as fault:
            pytest.skip(f"axe-core cannot be had from npm: {type(fault).__name__}: {fault}")


@pytest.fixture(scope="session")
def port(office: Served) -> Iterator[int]:
    """The service behind a port of loopback."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = int(free.getsockname()[1])
    server = uvicorn.Server(uvicorn.Config(office.app, host="127.0.0.1", port=number, log_level="warning", lifespan="off", ws="none", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.time() + 20
    while not server.started and time.time() < until:
        time.sleep(0.05)
    assert server.started
    yield number
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A real browser."""
    where = program("chromium", "chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=where, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def reading(chromium: Browser, port: int, office: Served) -> Iterator[Callable[..., Page]]:
    """``reading("analyst", lang="zh", theme="dark")`` gives a page of a browser; it fails where the browser complains of the content policy."""
    opened: list[BrowserContext] = []
    complaints: list[str] = []

    def open_(role: str = "admin", *, lang: str = "en", theme: str = "light", width: int = 1280, script: bool = True) -> Page:
        context = chromium.new_context(
            base_url=f"http://127.0.0.1:{port}", extra_http_headers={"authorization": f"Bearer {office.keys['one', role]}"}, viewport={"width": width, "height": 900},
            color_scheme="dark" if theme == "dark" else "light", locale="zh-CN" if lang == "zh" else "en-US", java_script_enabled=script, accept_downloads=True,
        )  # fmt: skip
        opened.append(context)
        page = context.new_page()
        page.on("console", lambda told: complaints.append(told.text) if told.type == "error" else None)
        page.on("pageerror", lambda fault: complaints.append(str(fault)))
        return page

    yield open_
    for context in opened:
        context.close()
    assert [one for one in complaints if "Content Security Policy" in one or "Error:" in one] == []
