"""A real browser, as the judge of cards and of the page: Chromium, driven by Playwright."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Request, sync_playwright

PHONE, DESKTOP = 390, 1280
Theme = Literal["light", "dark"]
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
_HERE = ("file:", "data:", "blob:", "about:", "http://127.0.0.1:", "http://localhost:")


def chromium() -> str:
    """Give the path of Chromium; skip the test where there is none, unless one is required."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    found = os.environ.get("TIKU_BROWSER") or next(filter(None, map(shutil.which, names)), "")
    if not found:
        pytest.skip("no Chromium is installed: nothing judges pages and cards")
    return found


@contextmanager
def opened() -> Iterator[Browser]:
    """Start Chromium without a window."""
    path = chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(_FLAGS))
        try:
            yield browser
        finally:
            browser.close()


class Watched:
    """A page of which all that it complains of, and all that it asks of the network, is kept."""

    def __init__(self, context: BrowserContext) -> None:
        """Open a blank page."""
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.dialogs: list[str] = []
        self.page.on("console", lambda m: self._complain(m.type, m.text))
        self.page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        self.page.on("dialog", self._dismiss)
        context.on("request", self._asked)

    @property
    def outside(self) -> list[str]:
        """Give what was asked of other machines."""
        return [url for url in self.requests if not url.startswith(_HERE)]

    def _complain(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.complaints.append(f"{kind}: {text}")

    def _asked(self, request: Request) -> None:
        self.requests.append(request.url)

    def _dismiss(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()


@contextmanager
def page(
    browser: Browser, *, width: int = DESKTOP, theme: Theme = "light", offline: bool = True
) -> Iterator[Watched]:
    """Open a page of a width, in CSS pixels, in a theme, with the network cut off."""
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=theme, offline=offline
    )
    try:
        yield Watched(context)
    finally:
        context.close()
