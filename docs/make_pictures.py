# ruff: noqa: INP001 - a script, no package
"""Takes the pictures in docs/pictures: plays the story in the sandbox and looks at its page."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from shutil import which
from urllib.parse import urlencode

from playwright.sync_api import Page, sync_playwright

from sandbox.run import Sandbox, start_sandbox
from sandbox.slack.reading import SeenMessage
from slackapp.cli.demo import assistant_in
from slackapp.cli.installed import installed_app
from slackapp.cli.play import CHANNEL, FACILITATOR, wait_for
from slackapp.logs import set_up_logs
from slackapp.views.show_help import COMMAND
from slackapp.views.start_campaign import START

PICTURES = Path(__file__).parent / "pictures"
SIZE = {"width": 1180, "height": 860}
FLAGS = ["--no-sandbox", "--force-color-profile=srgb"]


def main() -> None:
    """Play the story, and take a picture of the plan, the channel and a Home."""
    set_up_logs()
    chromium = os.environ.get("CHROMIUM") or which("chromium") or which("google-chrome")
    with (
        tempfile.TemporaryDirectory(prefix="runtime-upgrade-") as folder,
        start_sandbox(installed=installed_app()) as box,
        assistant_in(box, Path(folder) / "pictures.db"),
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page(viewport=SIZE)  # type: ignore[arg-type]
        _play(box, page)
        browser.close()


def _play(box: Sandbox, page: Page) -> None:
    box.slack.command(FACILITATOR, CHANNEL, COMMAND, "start go 1.20")
    plan = wait_for(lambda: _first(box.slack.direct_messages(FACILITATOR), "Plan:"), "the plan")
    _take(box, page, "plan", channel=plan.channel)
    box.slack.click(FACILITATOR, plan.channel, plan.ts, START)
    wait_for(lambda: _first(box.slack.messages(CHANNEL), "Started Go 1.20"), "the issues")
    box.slack.command(FACILITATOR, CHANNEL, COMMAND, "block gitaly by labkit")
    box.slack.command(FACILITATOR, CHANNEL, COMMAND, "block gitlab pages by the new CI image")
    wait_for(lambda: _first(box.slack.messages(CHANNEL), "2 blocked"), "the card to follow")
    _take(box, page, "channel", person="U0SANA", channel=CHANNEL)
    _take(box, page, "home", person="U0MIRA", channel=plan.channel, tab="home")


def _first(messages: Iterable[SeenMessage], words: str) -> SeenMessage | None:
    return next((message for message in messages if words in message.plain), None)


def _take(
    box: Sandbox, page: Page, name: str, *, channel: str, person: str = FACILITATOR, tab: str = ""
) -> None:
    place = {"as": person, "channel": channel} | ({"tab": tab} if tab else {})
    page.goto(f"{box.slack.url}/?{urlencode(place)}")
    page.wait_for_timeout(600)
    page.screenshot(path=PICTURES / f"{name}.png")


if __name__ == "__main__":
    PICTURES.mkdir(exist_ok=True)
    main()
