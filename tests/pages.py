"""The page, opened from disk, and what a person does there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests import browser as browsers
from tests import outputs
from tests.browser import DESKTOP, PHONE, Theme, Watched
from tests.conftest import write
from tiku import build
from tiku.model import Bank

NETWORK = """---
tags: [net, "exam::2026"]
---
# Transport

**Question:** What is TCP?

**Answer:** A *reliable* protocol.

**Question:** Which is connectionless?

- A. TCP
- B. UDP

**Answer:** B

# Naming

**Question:** What is DNS?

**Answer:** Names to addr**ess**es, ＡＢＣ & more.

**Question:** What is DHCP?
"""
MORE = """# Other

**Question:** What is TCP?

**Answer:** A slow protocol.

**Question:** 什么是UDP？

**Answer:** 一种协议。

# A heading without a question

Some text.
"""
SOURCES = {"net/basics.md": NETWORK, "more.md": MORE}
TCP, UDP = "What is TCP?", "Which is connectionless?"


class Look(NamedTuple):
    """How wide the window is, and which theme the system has."""

    theme: Theme = "light"
    width: int = DESKTOP


DAY, NIGHT = Look(), Look("dark")
PHONE_BY_DAY, PHONE_BY_NIGHT = Look("light", PHONE), Look("dark", PHONE)


@contextmanager
def shown(
    browser: Browser, files: dict[str, bytes], folder: Path, look: Look = DAY
) -> Iterator[Watched]:
    """Open the page from disk; at the end it must have complained of nothing."""
    for name, content in files.items():
        write(folder / name, content)
    with browsers.page(browser, width=look.width, theme=look.theme) as watched:
        watched.page.goto((folder / "index.html").as_uri())
        expect(watched.page.locator("#found")).to_have_text(re.compile(r"questions?$"))
        yield watched
        assert watched.complaints == []
        assert watched.outside == []
        assert watched.dialogs == []


@pytest.fixture(scope="module")
def bank() -> Bank:
    return build(SOURCES)


@pytest.fixture(scope="module")
def files(bank: Bank) -> dict[str, bytes]:
    return outputs.page(bank)


@pytest.fixture
def seen(browser: Browser, files: dict[str, bytes], tmp_path: Path) -> Iterator[Page]:
    with shown(browser, files, tmp_path) as watched:
        yield watched.page


def listed(of: Page) -> list[str]:
    return of.locator("#list .start").all_inner_texts()


def choose(of: Page, row: int, place: str) -> None:
    """Click on a row of the list, and wait until its card is there."""
    of.locator("#list a").nth(row).click()
    expect(of.locator("#position")).to_have_text(place)


def card(of: Page) -> str:
    return of.locator("#card .card").inner_text()


def violations(of: Page) -> list[str]:
    found = Axe().run(of).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html']}" for each in found]


def items_of(found: dict[str, bytes]) -> list[dict[str, Any]]:
    """Give what the page says of each item."""
    return [
        row
        for name, content in found.items()
        if name.startswith("page/data/items-")
        for row in json.loads(content.decode().split(", ", 1)[1].removesuffix(");\n"))
    ]
