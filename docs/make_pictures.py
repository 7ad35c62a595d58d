# ruff: noqa: INP001 - a script, not a package
"""Take the screenshots in docs/pictures by playing the story in the sandbox."""

import os
import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from shutil import which
from urllib.parse import urlencode

from playwright.sync_api import Page, sync_playwright

from sandbox.run import Sandbox, start_sandbox
from sandbox.slack.acting.reading import SeenMessage
from slackapp.cli.demo import assistant_in, sync_often
from slackapp.cli.installed import installed_app
from slackapp.cli.story.waiting import CHANNEL, FACILITATOR, wait_for
from slackapp.logs import set_up_logs
from slackapp.views.lifecycle.start_campaign import START
from slackapp.views.show_help import COMMAND
from slackapp.views.summary.summary import POST

PICTURES = Path(__file__).parent / "pictures"
DRI = "U0GUS"
BLOCKER = "gitlab-org/labkit/-/issues/38"
BLOCKS = (
    ("U0GUS", "block gitaly by the new image"),
    ("U0MIRA", "block workhorse by gitaly"),
    ("U0OTTO", "block prometheus by the release of its exporter"),
)
FRIDAY_0930 = datetime(2023, 3, 31, 12, 31, tzinfo=UTC)  # in Sao Paulo, where Gus lives
MONDAY_0930 = datetime(2023, 4, 3, 7, 31, tzinfo=UTC)  # in Berlin, where Frida lives
SIZE = {"width": 1180, "height": 860}
FLAGS = ["--no-sandbox", "--force-color-profile=srgb"]


def main() -> None:
    """Play the story from the plan to the weekly summary, and take a screenshot at each step."""
    set_up_logs()
    chromium = os.environ.get("CHROMIUM") or which("chromium") or which("google-chrome")
    with (
        tempfile.TemporaryDirectory(prefix="runtime-upgrade-") as folder,
        start_sandbox(installed=installed_app()) as box,
        assistant_in(box, Path(folder) / "pictures.db") as assistant,
        sync_playwright() as playwright,
    ):
        sync_often(assistant)
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page(viewport=SIZE)  # type: ignore[arg-type]  # a ViewportSize is a TypedDict
        _start(box, page)
        _block(box, page)
        _week(box, page)
        browser.close()


def _start(box: Sandbox, page: Page) -> None:
    box.slack.command(FACILITATOR, CHANNEL, COMMAND, "start go 1.20")
    plan = wait_for(lambda: _first(box.slack.direct_messages(FACILITATOR), "Plan:"), "the plan")
    _take(box, page, "plan", channel=plan.channel)
    box.slack.click(FACILITATOR, plan.channel, plan.ts, START)
    wait_for(lambda: _first(box.slack.messages(CHANNEL), "29 not started"), "the card")
    wait_for(lambda: _first(box.slack.messages(CHANNEL), "Started Go 1.20"), "the issues")


def _block(box: Sandbox, page: Page) -> None:
    blocker = f"{box.gitlab.url}/{BLOCKER}"
    box.slack.command(DRI, CHANNEL, COMMAND, f"block gitaly by {blocker}")
    card = wait_for(lambda: _first(box.slack.messages(CHANNEL), "1 blocked"), "the updated card")
    _take(box, page, "channel", person=DRI, channel=CHANNEL)
    _take(box, page, "home", person=DRI, channel=f"D{DRI[1:]}", tab="home")
    page.goto(f"{blocker}?as=mira-sandbox")
    page.get_by_role("button", name="Close issue").click()
    page.get_by_role("button", name="Reopen issue").wait_for()
    page.screenshot(path=PICTURES / "gitlab.png")
    thread = partial(box.slack.thread, CHANNEL, card.ts)
    wait_for(lambda: _first(thread(), "Blockers of *Gitaly*: none."), "the updated thread")
    _take(box, page, "closed", person=DRI, channel=CHANNEL, thread=card.ts)


def _week(box: Sandbox, page: Page) -> None:
    """Block again, read the next morning's digest, and post Monday's summary."""
    for who, words in BLOCKS:
        box.slack.command(who, CHANNEL, COMMAND, words)
    wait_for(lambda: _first(box.slack.messages(CHANNEL), "3 blocked"), "the updated card")
    box.clock.set(FRIDAY_0930)
    messages = partial(box.slack.direct_messages, DRI)
    digest = wait_for(lambda: _first(messages(), "by the new image"), "the digest")
    _take(box, page, "digest", person=DRI, channel=digest.channel)
    box.clock.set(MONDAY_0930)
    drafts = partial(box.slack.direct_messages, FACILITATOR)
    draft = wait_for(lambda: _first(drafts(), "Finishes between"), "the draft")
    box.slack.click(FACILITATOR, draft.channel, draft.ts, POST)
    wait_for(lambda: _first(box.slack.messages(CHANNEL), "Weekly summary"), "the summary")
    _take(box, page, "summary", channel=CHANNEL)


def _first(messages: Iterable[SeenMessage], words: str) -> SeenMessage | None:
    return next((message for message in messages if words in message.plain), None)


def _take(box: Sandbox, page: Page, name: str, person: str = FACILITATOR, **place: str) -> None:
    page.goto(f"{box.slack.url}/?{urlencode({'as': person, **place})}")
    page.wait_for_timeout(600)
    page.screenshot(path=PICTURES / f"{name}.png")


if __name__ == "__main__":
    PICTURES.mkdir(exist_ok=True)
    main()
