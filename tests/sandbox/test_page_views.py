"""Every view of the page on a narrow and on a wide screen, with rich content."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect
from slack_sdk import WebClient

from sandbox.slack.server import SlackServer
from tests.browsing import mislabelled, nameless, overflow

from .conftest import GENERAL, Json, modal, socket_app
from .rich import EVERYWHERE, INPUTS, MESSAGE, PATH, WORD

pytestmark = pytest.mark.enable_socket
DM = "D0FRIDA"
FINE: tuple[int, list[str], list[str]] = (0, [], [])


@dataclass(frozen=True)
class Full:
    """A workspace with a full channel, thread, direct message and Home, and its page."""

    slack: SlackServer
    page: Page
    ts: str


@pytest.fixture(params=[380, 1280])
def full(
    request: pytest.FixtureRequest, browser: Browser, slack: SlackServer, client: WebClient
) -> Iterator[Full]:
    slack.set_status("U0FRIDA", WORD[:100], ":palm_tree:", until=1_900_000_000)
    slack.say("U0FRIDA", GENERAL, f"{WORD} {PATH}")
    ts = str(client.chat_postMessage(channel=GENERAL, text="card", blocks=MESSAGE)["ts"])
    client.pins_add(channel=GENERAL, timestamp=ts)
    client.chat_postMessage(channel=GENERAL, text="more", blocks=MESSAGE, thread_ts=ts)
    client.chat_postEphemeral(channel=GENERAL, user="U0FRIDA", text=WORD, blocks=MESSAGE)
    client.chat_postMessage(channel="U0FRIDA", text="yours", blocks=MESSAGE)
    client.views_publish(user_id="U0FRIDA", view={"type": "home", "blocks": EVERYWHERE})
    page = browser.new_page(viewport={"width": request.param, "height": 800})
    yield Full(slack, page, ts)
    page.close()


def looked_at(page: Page) -> tuple[int, list[str], list[str]]:
    return overflow(page), mislabelled(page), nameless(page)


@pytest.mark.parametrize(
    "place",
    [
        f"channel={GENERAL}",
        f"channel={GENERAL}&thread=TS",
        f"channel={DM}",
        f"channel={DM}&tab=home",
    ],
)
def test_a_view_fits_and_its_names_are_what_one_reads(full: Full, place: str) -> None:
    full.page.goto(f"{full.slack.url}/?as=U0FRIDA&{place.replace('TS', full.ts)}")
    expect(full.page.locator(".block").first).to_be_attached()
    assert looked_at(full.page) == FINE


def test_a_modal_fits_and_its_names_are_what_one_reads(full: Full, client: WebClient) -> None:
    view = modal(*EVERYWHERE, *INPUTS, close={"type": "plain_text", "text": "Not now"})

    def answer(kind: str, payload: Json) -> Json:
        if kind == "slash_commands":
            client.views_open(trigger_id=payload["trigger_id"], view=view)
        return {}

    full.page.goto(full.slack.url)
    with socket_app(full.slack, answer):
        full.slack.command("U0FRIDA", GENERAL, "/runtime-upgrade", "edit")
        expect(full.page.get_by_role("dialog", name="Edit").get_by_label("Until")).to_be_visible()
        assert looked_at(full.page) == FINE


def test_what_opens_over_a_view_fits_too(full: Full) -> None:
    full.page.goto(full.slack.url)
    full.page.get_by_role("button", name="Update your status").click()
    expect(full.page.get_by_label("Remove status after…")).to_be_visible()
    status = looked_at(full.page)
    full.page.get_by_role("button", name="Cancel").click()
    full.page.locator("summary", has_text="2023").click()
    expect(full.page.get_by_role("button", name="One hour later")).to_be_visible()
    assert (status, looked_at(full.page)) == (FINE, FINE)
