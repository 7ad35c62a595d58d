"""The browser for page tests."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from shutil import which

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect, sync_playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PATIENCE_MILLISECONDS = 60_000  # a busy machine takes long
ABSENT = "no Chromium is installed: the page was not tried in a browser"
NAMED = {"button", "checkbox", "combobox", "dialog", "image", "link", "option", "textbox"}
TAKEN_HOLD_OF = {
    *("button", "checkbox", "combobox", "link", "radio", "searchbox", "spinbutton", "textbox"),
    *("Date", "DateTime", "InputTime", "DisclosureTriangle", "DisclosureTriangleGrouped"),
}
# What one reads on a control and on its label: pictures by their names, decoration not at all.
READ = """function () {
  if (this.getRootNode() !== document) return "";  // the browser's own parts of a date field
  const read = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    if (node.nodeType !== Node.ELEMENT_NODE || node.matches("[aria-hidden=true]")) return "";
    if (node.matches("[role=img]")) return node.ariaLabel;
    const style = getComputedStyle(node);
    const gone = style.display === "none" || style.visibility === "hidden";
    if (gone || style.clipPath !== "none") return "";
    return node.matches("input, select, textarea") ? "" : [...node.childNodes].map(read).join(" ");
  };
  return (this.labels ? [...this.labels] : []).concat(this).map(read).join(" ").trim();
}"""
# WCAG 2.2, 1.4.3: 4.5 to 1, and 3 to 1 for large text; text on pictures is not looked at.
FAINT = """() => {
  const numbers = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
  const part = (c) => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = numbers(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const writes = (e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
  return [...document.querySelectorAll("body *")]
    .filter((e) => writes(e) && e.getClientRects().length)
    .map((e) => {
      const style = getComputedStyle(e), size = parseFloat(style.fontSize);
      const ends = [light(numbers(style.color)), light(behind(e))].sort((a, b) => a - b);
      const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
      return [e.textContent.trim().slice(0, 30), (ends[1] + 0.05) / (ends[0] + 0.05), large];
    })
    .filter(([_text, ratio, large]) => ratio < (large ? 3 : 4.5))
    .map(([text, ratio, _large]) => `${text}: ${ratio.toFixed(2)}`);
}"""


def find_chromium(environ: Mapping[str, str]) -> Path:
    """Find Chromium; without it page tests are skipped, or fail if required."""
    named = environ.get("CHROMIUM") or which("chromium") or which("google-chrome")
    if named and Path(named).exists():
        return Path(named)
    if environ.get("REQUIRE_PAGE_TESTS"):
        pytest.fail(ABSENT)
    pytest.skip(ABSENT)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = find_chromium(os.environ)
    expect.set_options(timeout=PATIENCE_MILLISECONDS)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield launched
        launched.close()


def nameless(page: Page) -> list[str]:
    """List the roles of elements without an accessible name."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    return [
        node["role"]["value"]
        for node in nodes
        if not node["ignored"]
        and node["role"]["value"] in NAMED
        and not node.get("name", {}).get("value", "").strip()
    ]


def faint(page: Page) -> list[str]:
    """List the words with too little contrast to their background."""
    found: list[str] = page.evaluate(FAINT)
    return found


def mislabelled(page: Page) -> list[str]:
    """List the controls whose accessible name lacks their visible label (WCAG 2.2, 2.5.3)."""
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    named = {
        node["backendDOMNodeId"]: node.get("name", {}).get("value", "")
        for node in nodes
        if not node["ignored"] and node["role"]["value"] in TAKEN_HOLD_OF
    }
    read = {node: _read(session, node) for node in named}
    return [
        f"{named[node]!r} is read as {text!r}"
        for node, text in read.items()
        if _letters(text) not in _letters(named[node])
    ]


def _read(session: CDPSession, node: int) -> str:
    found = session.send("DOM.resolveNode", {"backendNodeId": node})["object"]["objectId"]
    call = {"functionDeclaration": READ, "objectId": found, "returnByValue": True}
    return str(session.send("Runtime.callFunctionOn", call)["result"]["value"])


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than its window."""
    wide: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return wide
