"""A real browser, and the real application over a small corpus that has every state a page must show."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from playwright.sync_api import Browser, Page, Request, sync_playwright

from indexer.corpus import Check, Column, Corpus, Heading, Kind, Line, Row, Section, Table
from indexer.corpus import Page as PrintedPage
from indexer.embedding import embed_passages, load_model, model_id
from indexer.passages import make_passages
from indexer.store.index import build_index
from service.app import create_app
from service.collection import Collection
from service.settings import Settings
from tests.service.hospital import hospital, model  # noqa: F401

DOCUMENT = "sample"
PROSE: tuple[tuple[Kind, str, str, float, str | None], ...] = (
    ("heading", "-1 آب و هوا", "1- آب و هوا", 1.0, None),
    (
        "paragraph",
        "بارندگي شهر در سال گذشته 312.5 ميلي متر بود",
        "بارندگی شهر در سال گذشته 312.5 میلی‌متر بود",
        0.97,
        None,
    ),
    (
        "paragraph",
        "و از سال پيش از آن 47 درصد كمتر شد.",
        "و از سال پیش از آن 47 درصد کمتر شد.",
        0.58,
        "جای یک قطعه روشن نیست",
    ),
    ("blank", "", "", 1.0, None),
    ("heading", "-2 كتابخانه ها", "2- کتابخانه‌ها", 1.0, None),
    ("paragraph", "كتابخانه مركزي با نرم افزار Koha كار مي كند.", "کتابخانه مرکزی با نرم‌افزار Koha کار می‌کند.", 0.93, None),
)
CAPTION = "شمار کتاب‌های کتابخانه‌ها (هزار جلد)"
ROWS = (("1", "باغ شادی", "1250", "14.5"), ("2", "آفتاب", "870", "-3.2"), ("3", "سپیدار", "96", "0.4"))
QUESTION = "شمار کتاب کتابخانه باغ شادی چقدر است؟"


def sample_corpus() -> Corpus:
    """A small document with prose, doubt, and a table whose first rows are proved and whose third is contradicted."""
    lines = [
        Line(n, raw, text, kind, ("letters", "spaces") if raw != text else (), confidence, doubt=doubt)
        for n, (kind, raw, text, confidence, doubt) in enumerate(PROSE, 1)
    ]
    first = len(lines) + 2
    lines.append(Line(first - 1, f"جدول 1 {CAPTION}", f"جدول 1 {CAPTION}", "caption"))
    for n, cells in enumerate(ROWS, first):
        doubt = "جای یک رقم روشن نیست" if n == first else None
        confidence = 0.58 if doubt else 0.99
        raw = "  ".join(reversed(cells)).replace("ی", "ي")
        lines.append(Line(n, raw, " ".join(cells), "table_row", ("run_order",), confidence, doubt=doubt))
    rows = tuple(
        Row(f"t1-r{n}", "body", cells, tuple(None if i == 1 else float(c) for i, c in enumerate(cells)), (first + n - 1,) * 2)
        for n, cells in enumerate(ROWS, 1)
    )
    columns = (
        Column("ردیف", "index"),
        Column("کتابخانه", "entity"),
        Column("شمار کتاب", "value", "هزار جلد"),
        Column("رشد", "value", "درصد"),
    )
    spoken_of = {name: tuple((f"t1-r{n}", c) for n in ns for c in (0, 2, 3)) for name, ns in (("good", (1, 2)), ("bad", (3,)))}
    checks = (
        Check("column_sum", 2, None, 2120, 2120, "verified", spoken_of["good"]),
        Check("growth", 3, "t1-r3", 0.7, 0.4, "failed", spoken_of["bad"]),
    )
    table = Table("t1", "1", CAPTION, "2", (first - 1, lines[-1].line), columns, rows, checks, ("جمع ستون با متن نمی‌خواند",))
    sections = (
        Section("1", "1", "آب و هوا", (Heading("1", "آب و هوا"),), (1, 4)),
        Section("2", "2", "کتابخانه‌ها", (Heading("2", "کتابخانه‌ها"),), (5, lines[-1].line)),
    )
    passages = make_passages(lines, sections, (table,))
    pages = (PrintedPage(7, (1, 4)), PrintedPage(8, (5, lines[-1].line)))
    return Corpus(DOCUMENT, tuple(lines), sections, (table,), passages, pages)


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("corpus")


@pytest.fixture(scope="session")
def address(sample_folder: Path) -> Iterator[str]:
    """The real application on a free port; its collection is given, not read from disk, so that the model loads once."""
    made = sample_corpus()
    texts = [passage.text for passage in made.passages]
    loaded = load_model()
    bound = socket.socket()
    bound.bind(("127.0.0.1", 0))
    port = bound.getsockname()[1]
    app = create_app(Settings(corpus=sample_folder, allow_origins=[f"http://localhost:{port}"]))
    app.state.collection = Collection(build_index([made], texts, embed_passages(loaded, texts), model_id(loaded)), loaded)
    add_intranet_page(app, f"http://127.0.0.1:{port}")
    with bound:
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
        thread.start()
        while not server.started:
            assert thread.is_alive(), "the service did not start"
            time.sleep(0.02)
        yield f"http://127.0.0.1:{port}/"
        server.should_exit = True
        thread.join(10)


def add_intranet_page(app: FastAPI, service: str) -> None:
    """A page that embeds the widget from another origin, with a strict policy, in another language."""
    policy = f"default-src 'none'; script-src {service}; connect-src {service}; font-src {service}; img-src {service}"

    @app.get("/intranet/page")
    def intranet() -> HTMLResponse:
        return HTMLResponse(
            f'<!doctype html><html lang="en"><link rel="icon" href="{service}/static/icon.svg"><title>Intranet</title>'
            f'<script src="{service}/widget.js"></script><porsesh-chat title="دستیار"></porsesh-chat>',
            headers={"Content-Security-Policy": policy},
        )


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("PORSESH_TEST_BROWSER") or shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "no Chromium: apt-get install chromium, or name a browser in PORSESH_TEST_BROWSER"
    arguments = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


class Watched:
    """What a page must not do: write errors to the console, or send a request to anything but the service under test."""

    def __init__(self, page: Page) -> None:
        self.errors: list[str] = []
        self.foreign: list[str] = []
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self._check(request))

    def _check(self, request: Request) -> None:
        if urlsplit(request.url).hostname not in ("127.0.0.1", "localhost"):
            self.foreign.append(request.url)


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A fresh page; errors on its console fail the test unless it is marked as one that provokes them."""
    context = browser.new_context(locale="fa-IR", viewport={"width": 1280, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.set_default_timeout(8000)
    watched = Watched(page)
    yield page
    context.close()
    assert watched.foreign == []
    if "provokes_errors" not in request.fixturenames:
        assert watched.errors == []


@pytest.fixture
def provokes_errors() -> None:
    """For tests in which the browser itself reports a failed request."""
