"""A person's status: set and cleared on the page, read by the app, gone when it expires."""

import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect
from slack_sdk import WebClient

from sandbox.slack.page.moments import status_end
from sandbox.slack.server import SlackServer

from .conftest import GENERAL, Json, socket_app
from .test_page import ask

pytestmark = pytest.mark.enable_socket
THURSDAY = datetime(2023, 3, 30, 11, 30, tzinfo=ZoneInfo("Europe/Berlin"))
JSON_BODY = {"content-type": "application/json"}


def status_of(client: WebClient, user: str = "U0FRIDA") -> Json:
    profile: Json = client.users_profile_get(user=user)["profile"]
    names = ("status_text", "status_emoji", "status_expiration")
    assert {name: profile[name] for name in names} == {
        name: client.users_info(user=user)["user"]["profile"][name] for name in names
    }
    return {name.removeprefix("status_"): profile[name] for name in names}


NONE = {"text": "", "emoji": "", "expiration": 0}


def test_a_status_is_set_seen_and_cleared_on_the_page(
    page: Page, slack: SlackServer, client: WebClient
) -> None:
    slack.say("U0FRIDA", GENERAL, "Good morning")
    update = page.get_by_role("button", name="Update your status")
    with socket_app(slack) as app:
        update.press("Enter")
        expect(page.get_by_label("What's your status?")).to_be_focused()
        page.keyboard.type("Vacationing")
        page.get_by_label("Emoji").fill(":palm_tree:")
        page.get_by_label("Remove status after…").select_option("Choose date and time")
        page.get_by_label("Date and time", exact=True).fill("2023-04-03T09:00")
        page.keyboard.press("Enter")
        expect(page.locator(".my-status")).to_have_text("Vacationing until Apr 3, 2023 at 9:00 AM")
        expect(update).to_be_focused()
        byline = page.locator(".byline", has_text="Frida Lindqvist")
        expect(byline.get_by_role("img", name="palm tree")).to_be_visible()
        end = datetime(2023, 4, 3, 7, tzinfo=UTC)
        assert status_of(client) == {
            "text": "Vacationing",
            "emoji": ":palm_tree:",
            "expiration": int(end.timestamp()),
        }
        page.get_by_role("button", name="Clear status").press("Enter")
        expect(page.locator(".my-status")).to_have_count(0)
        expect(update).to_be_focused()
        assert status_of(client) == NONE
        heard = [e["payload"]["event"] for e in app.envelopes if e["type"] == "events_api"]
        changes = [e["user"]["profile"]["status_text"] for e in heard if e["type"] == "user_change"]
    assert changes == ["Vacationing", ""]


def test_a_status_is_of_the_person_one_acts_as_and_ends_by_the_story(
    page: Page, slack: SlackServer, client: WebClient
) -> None:
    page.goto(f"{slack.url}/?as=U0GUS")
    page.get_by_role("button", name="Update your status").click()
    page.get_by_label("What's your status?").fill("Lunch")
    page.get_by_label("Remove status after…").select_option("1 hour")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".my-status")).to_contain_text("Lunch")
    seen = status_of(client, "U0GUS")
    assert (seen["text"], seen["emoji"], status_of(client)) == ("Lunch", ":speech_balloon:", NONE)
    slack.clock.advance(timedelta(hours=1))
    expect(page.locator(".my-status")).to_have_count(0)
    assert status_of(client, "U0GUS") == NONE


def test_what_cannot_be_a_status_is_said_in_the_dialog(page: Page, client: WebClient) -> None:
    page.get_by_role("button", name="Update your status").click()
    page.get_by_label("Emoji").fill("not an emoji")
    page.get_by_role("button", name="Save").click()
    said = page.get_by_role("dialog").get_by_role("alert")
    expect(said).to_have_text("not an emoji is not an emoji name such as :palm_tree:.")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert status_of(client) == NONE


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"text": "x" * 101}, "A status can have at most 100 characters."),
        ({"after": "at"}, "Choose a date and time."),
        ({"after": "at", "at": "2023-03-30T11:00"}, "Choose a time in the future."),
        ({"as": "U0NOBODY"}, "user_not_found"),
    ],
)
def test_a_wrong_status_is_refused(
    slack: SlackServer, client: WebClient, given: dict[str, str], said: str
) -> None:
    act = {"do": "status", "as": "U0FRIDA", "text": "Out", "emoji": "", "after": "", "at": ""}
    assert ask(slack, JSON_BODY, json.dumps(act | given)) == (200, {"error": said})
    assert status_of(client) == NONE


@pytest.mark.parametrize(("typed", "kept"), [("🌴", ":palm_tree:"), ("bus", ":bus:")])
def test_an_emoji_is_named_by_itself_or_without_colons(
    slack: SlackServer, client: WebClient, typed: str, kept: str
) -> None:
    act = {"do": "status", "as": "U0FRIDA", "text": "", "emoji": typed, "after": "", "at": ""}
    assert ask(slack, JSON_BODY, json.dumps(act)) == (200, {})
    assert status_of(client) == {"text": "", "emoji": kept, "expiration": 0}


@pytest.mark.parametrize(
    ("choice", "at", "end"),
    [
        ("30 minutes", "", "2023-03-30T12:00+02:00"),
        ("4 hours", "", "2023-03-30T15:30+02:00"),
        ("today", "", "2023-03-31T00:00+02:00"),
        ("week", "", "2023-04-03T00:00+02:00"),
        ("at", "2023-04-07T09:00", "2023-04-07T09:00+02:00"),
    ],
)
def test_a_status_ends_by_the_persons_own_clock(choice: str, at: str, end: str) -> None:
    assert status_end(choice, at, THURSDAY) == int(datetime.fromisoformat(end).timestamp())
