import http.client
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect
from slack_sdk import WebClient

from sandbox.clock import StoryClock
from sandbox.run import start_slack
from sandbox.slack.installed import InstalledApp
from sandbox.slack.server import SlackServer
from tests.browsing import faint, nameless

from .conftest import (
    GENERAL,
    Json,
    actions,
    button,
    client_of,
    modal,
    section,
    socket_app,
    text_input,
)

# Playwright drives the browser through a pipe and an event loop with socket pairs of its own.
pytestmark = pytest.mark.enable_socket


COMPLETIONS = (
    ("/runtime-upgrade start go 1.20", "plan a campaign"),
    ("/runtime-upgrade status", "where campaigns stand"),
)


@pytest.fixture
def slack() -> Iterator[SlackServer]:
    with start_slack(installed=InstalledApp(completions=COMPLETIONS)) as server:
        yield server


def answering(kind: str, payload: Json) -> Json:
    return {"text": f"You typed *{payload['text']}*"} if kind == "slash_commands" else {}


def test_a_command_is_completed_typed_and_answered_without_a_reload(
    page: Page, slack: SlackServer
) -> None:
    with socket_app(slack, answering):
        composer = page.get_by_role("textbox", name="Message #wg-runtime-update-process")
        composer.press_sequentially("/runtime-upgrade sta")
        page.get_by_role("option", name="/runtime-upgrade status").wait_for()
        composer.press("ArrowDown")
        composer.press("Tab")
        expect(composer).to_have_value("/runtime-upgrade status ")
        composer.press("Enter")
        expect(page.locator(".ephemeral")).to_contain_text("You typed status")
        expect(page.locator(".ephemeral")).to_contain_text("Only visible to you")
    assert [m.plain for m in slack.ephemerals("U0FRIDA")] == ["You typed *status*"]


def test_what_others_post_appears_by_itself(page: Page, slack: SlackServer) -> None:
    slack.say("U0DORA", GENERAL, "Here <b>I</b> am & well")
    expect(page.get_by_role("log")).to_contain_text("Here <b>I</b> am & well")


def test_a_button_asks_first_and_is_then_pressed(
    page: Page, slack: SlackServer, client: WebClient
) -> None:
    def plain(text: str) -> Json:
        return {"type": "plain_text", "text": text}

    confirm = {
        "title": plain("Start?"),
        "text": plain("This creates 29 issues."),
        "confirm": plain("Start it"),
        "deny": plain("Not now"),
    }
    blocks = [section("plan"), actions(button("go", "Start", "1") | {"confirm": confirm})]
    client.chat_postMessage(channel=GENERAL, text="plan", blocks=blocks)
    with socket_app(slack) as app:
        page.get_by_role("button", name="Start").click()
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("This creates 29 issues.")
        dialog.get_by_role("button", name="Not now").click()
        assert app.interactions() == []
        page.get_by_role("button", name="Start").click()
        with page.expect_response("**/act"):
            dialog.get_by_role("button", name="Start it").click()
        assert [p["actions"][0]["value"] for p in app.interactions()] == ["1"]


def test_a_modal_is_filled_in_refused_and_closed_by_keyboard(
    page: Page, slack: SlackServer, client: WebClient
) -> None:
    view = modal(text_input("why", "Reason"))

    def answer(kind: str, payload: Json) -> Json:
        if kind == "slash_commands":
            client.views_open(trigger_id=payload["trigger_id"], view=view)
            return {}
        return {"response_action": "errors", "errors": {"why": "Say more"}}

    with socket_app(slack, answer):
        page.locator("#composer").fill("/runtime-upgrade edit")
        page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog", name="Edit")
        reason = dialog.get_by_label("Reason")
        expect(reason).to_be_focused()
        page.keyboard.type("late")
        page.keyboard.press("Enter")
        expect(dialog.get_by_role("alert")).to_have_text("Say more")
        expect(reason).to_have_value("late")
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
    assert slack.view("U0FRIDA") is None


def test_one_can_act_as_anybody_and_sees_only_their_messages(
    page: Page, slack: SlackServer, client: WebClient
) -> None:
    client.chat_postMessage(channel="U0DORA", text="For Dora alone")
    waiting = page.get_by_role("link", name="Dora Nakamura")
    expect(waiting).to_contain_text("1 new")
    waiting.click()
    expect(page.get_by_role("log")).to_contain_text("For Dora alone")
    page.get_by_label("Act as").last.select_option("U0GUS")
    page.wait_for_url("**as=U0GUS**")
    expect(page.get_by_role("log")).not_to_contain_text("For Dora alone")
    assert slack.direct_messages("U0GUS") == ()


def test_home_is_asked_for_and_shown(page: Page, slack: SlackServer, client: WebClient) -> None:
    def answer(_kind: str, payload: Json) -> Json:
        view = {"type": "home", "blocks": [section("*Your items*")]}
        client.views_publish(user_id=payload["event"]["user"], view=view)
        return {}

    with socket_app(slack, answer):
        page.goto(f"{slack.url}/?as=U0DORA&channel=D0DORA&tab=home")
        expect(page.locator(".home")).to_contain_text("Your items")


def test_a_thread_is_opened_and_answered(page: Page, slack: SlackServer) -> None:
    ts = slack.say("U0DORA", GENERAL, "Question")
    page.get_by_text("Question").hover()
    page.get_by_role("link", name="Reply in thread").click()
    page.wait_for_url("**thread=**")  # the page listens once it is loaded
    reply = page.get_by_role("textbox", name="Reply in thread")
    reply.fill("Answer")
    reply.press("Enter")
    expect(page.get_by_role("log", name="Messages in this thread")).to_contain_text("Answer")
    assert [m.text for m in slack.thread(GENERAL, ts)] == ["Question", "Answer"]


def test_the_story_moves_to_the_next_moment_that_is_offered(browser: Browser) -> None:
    clock = StoryClock()
    due = datetime.fromisoformat("2023-04-03T07:30:00+00:00")
    with start_slack(clock=clock) as slack:
        slack.offer_moments(lambda: [("Next reminder", due)])
        page = browser.new_page()
        page.goto(slack.url)
        page.get_by_text("Story time").click()
        page.get_by_role("button", name="Next reminder").click()
        expect(page.locator(".story summary")).to_contain_text("Mon 3 Apr 2023, 07:30 UTC")
        page.close()
        assert clock.now() >= due


def test_a_page_left_open_over_a_restart_comes_back(browser: Browser) -> None:
    with start_slack() as first:
        page = browser.new_page()
        page.goto(first.url)
        port = int(first.url.rpartition(":")[2])
    with start_slack(port=port) as again:
        again.say("U0DORA", GENERAL, "After the restart")
        expect(page.get_by_role("log")).to_contain_text("After the restart")
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everything_has_a_name_and_can_be_read(
    browser: Browser, slack: SlackServer, client: WebClient, scheme: Literal["light", "dark"]
) -> None:
    blocks = [
        section("*Gitaly* `go` <https://x.example|link> <@U0GUS> <@U0FRIDA>"),
        actions(button("a", "A")),
    ]
    ts = client.chat_postMessage(channel=GENERAL, text="card", blocks=blocks)["ts"]
    client.pins_add(channel=GENERAL, timestamp=ts)
    client.chat_postMessage(channel=GENERAL, text="more", thread_ts=ts)
    client.chat_postEphemeral(channel=GENERAL, user="U0FRIDA", text="for you")
    page = browser.new_page(color_scheme=scheme)
    page.goto(f"{slack.url}/?thread={ts}")
    seen = (nameless(page), faint(page))
    view = modal(text_input("why", "Reason"))

    def answer(kind: str, payload: Json) -> Json:
        if kind == "slash_commands":
            client.views_open(trigger_id=payload["trigger_id"], view=view)
        return {}

    with socket_app(slack, answer):
        slack.command("U0FRIDA", GENERAL, "/runtime-upgrade", "edit")
        expect(page.get_by_role("dialog", name="Edit")).to_be_visible()
        assert (*seen, nameless(page), faint(page)) == ([], [], [], [])
    page.close()


def ask(slack: SlackServer, headers: dict[str, str], body: str) -> tuple[int, Json]:
    connection = http.client.HTTPConnection("127.0.0.1", int(slack.url.rpartition(":")[2]))
    try:
        connection.request("POST", "/act", body, headers)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({"content-type": "application/json", "origin": "https://evil.example"}, "{}", 403),
        ({"content-type": "application/json", "host": "evil.example:80"}, "{}", 403),
        ({"content-type": "text/plain"}, "{}", 403),
        ({"content-type": "application/json"}, "{", 400),
        ({"content-type": "application/json"}, "[]", 400),
        ({"content-type": "application/json"}, '{"do": "nonsense"}', 200),
        ({"content-type": "application/json"}, '{"do": "say"}', 200),
    ],
)
def test_only_the_page_itself_may_act_and_odd_acts_are_answered(
    slack: SlackServer, headers: dict[str, str], body: str, status: int
) -> None:
    answered, told = ask(slack, headers, body)
    assert answered == status
    assert told["error"]
    assert slack.messages(GENERAL) == ()


def test_a_permalink_opens_the_page_at_its_message(slack: SlackServer) -> None:
    client = client_of(slack)
    ts = client.chat_postMessage(channel=GENERAL, text="card")["ts"]
    link = client.chat_getPermalink(channel=GENERAL, message_ts=ts)["permalink"]
    connection = http.client.HTTPConnection("127.0.0.1", int(slack.url.rpartition(":")[2]))
    connection.request("GET", link.removeprefix(slack.url))
    answer = connection.getresponse()
    assert (answer.status, answer.getheader("location")) == (307, f"/?channel={GENERAL}#m{ts}")
    connection.close()
