"""The browser that the pages are tested in, for every file that has page tests."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from shutil import which

import pytest
from playwright.sync_api import Browser, sync_playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
ABSENT = "no Chromium is installed: the page was not tried in a browser"


def find_chromium(environ: Mapping[str, str]) -> Path:
    """Find Chromium; without it a page test is skipped, or fails where it is required."""
    named = environ.get("CHROMIUM") or which("chromium") or which("google-chrome")
    if named and Path(named).exists():
        return Path(named)
    if environ.get("REQUIRE_PAGE_TESTS"):
        pytest.fail(ABSENT)
    pytest.skip(ABSENT)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    executable = find_chromium(os.environ)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield launched
        launched.close()
