"""Keyboard focus stays in place when the page is redrawn."""

import pytest
from playwright.sync_api import Locator, Page, expect
from slack_sdk import WebClient

from sandbox.slack.server import SlackServer

from .conftest import GENERAL, Answer, Json, actions, button, modal, section, socket_app, text_input
from .rich import OVERFLOW, plain

pytestmark = pytest.mark.enable_socket
CARD = [section("card"), actions(button("edit", "Edit"), button("done", "Done"))]


def post_two_cards(client: WebClient) -> tuple[str, str]:
    first, second = (
        str(client.chat_postMessage(channel=GENERAL, text="card", blocks=CARD)["ts"])
        for _ in range(2)
    )
    return first, second


def button_of(page: Page, ts: str, name: str) -> Locator:
    return page.locator(f'[id="m{ts}"]').get_by_role("button", name=name)


def opens(client: WebClient, view: Json, pushed: Json | None = None) -> Answer:
    def answer(kind: str, payload: Json) -> Json:
        if kind == "interactive" and payload["type"] == "block_actions":
            trigger = payload["trigger_id"]
            if payload.get("view"):
                client.views_push(trigger_id=trigger, view=pushed or view)
            else:
                client.views_open(trigger_id=trigger, view=view)
        return {}

    return answer


def test_a_closed_modal_gives_the_keyboard_back_to_the_button_of_its_message(
    page: Page, slack: SlackServer, client: WebClient
) -> None:
    first, _second = post_two_cards(client)
    with socket_app(slack, opens(client, modal(text_input("why", "Reason")))):
        for how in ("Escape", "Enter"):
            button_of(page, first, "Edit").press("Enter")
            expect(page.get_by_label("Reason")).to_be_focused()
            page.keyboard.type("late")
            page.keyboard.press(how)
            expect(page.get_by_role("dialog", name="Edit")).to_have_count(0)
            expect(button_of(page, first, "Edit")).to_be_focused()


def test_a_modal_of_a_command_gives_the_keyboard_back_to_the_composer(
    page: Page, slack: SlackServer, client: WebClient
) -> None:
    def answer(_kind: str, payload: Json) -> Json:
        if "trigger_id" in payload:
            client.views_open(trigger_id=payload["trigger_id"], view=modal(section("text")))
        return {}

    with socket_app(slack, answer):
        page.locator("#composer").fill("/runtime-upgrade edit")
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="Save")).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.locator("#composer")).to_be_focused()


def test_a_modal_over_another_gives_the_keyboard_back_to_what_opened_it(
    page: Page, slack: SlackServer, client: WebClient
) -> None:
    first, _second = post_two_cards(client)
    lower = modal(text_input("why", "Reason"), actions(button("more", "More")))
    upper = modal(text_input("who", "Person"), title=plain("More"))
    with socket_app(slack, opens(client, lower, upper)):
        button_of(page, first, "Edit").press("Enter")
        page.get_by_role("button", name="More").press("Enter")
        expect(page.get_by_label("Person")).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.get_by_role("button", name="More")).to_be_focused()
        page.keyboard.press("Escape")
        expect(button_of(page, first, "Edit")).to_be_focused()


def test_live_updates_leave_the_keyboard_where_it_is(
    page: Page, slack: SlackServer, client: WebClient
) -> None:
    first, second = post_two_cards(client)
    button_of(page, second, "Done").focus()
    slack.say("U0DORA", GENERAL, "Something else")
    expect(page.get_by_role("log")).to_contain_text("Something else")
    expect(button_of(page, second, "Done")).to_be_focused()
    client.chat_update(channel=GENERAL, ts=second, text="card", blocks=[section("new"), CARD[1]])
    client.chat_delete(channel=GENERAL, ts=first)
    expect(page.locator(f'[id="m{first}"]')).to_have_count(0)
    expect(button_of(page, second, "Done")).to_be_focused()


def test_a_button_that_goes_hands_the_keyboard_to_its_neighbour(
    page: Page, slack: SlackServer, client: WebClient
) -> None:
    _first, second = post_two_cards(client)
    left = [section("card"), actions(button("edit", "Edit"))]

    def answer(kind: str, _payload: Json) -> Json:
        if kind == "interactive":
            client.chat_update(channel=GENERAL, ts=second, text="card", blocks=left)
        return {}

    with socket_app(slack, answer):
        button_of(page, second, "Done").press("Enter")
        expect(button_of(page, second, "Done")).to_have_count(0)
    last = page.get_by_role("link", name="Reply in thread").last
    expect(last).to_be_focused()


def test_a_message_that_goes_hands_the_keyboard_to_the_list(
    page: Page, slack: SlackServer, client: WebClient
) -> None:
    client.chat_postEphemeral(channel=GENERAL, user="U0FRIDA", text="for you")
    page.get_by_role("button", name="Dismiss message").press("Enter")
    expect(page.get_by_role("button", name="Dismiss message")).to_have_count(0)
    expect(page.get_by_role("log")).to_be_focused()
    assert slack.ephemerals("U0FRIDA") == ()


def test_a_menu_and_a_question_give_the_keyboard_back(
    page: Page, slack: SlackServer, client: WebClient
) -> None:
    confirm = {name: plain(name) for name in ("title", "text", "confirm", "deny")}
    asked = button("drop", "Drop it") | {"confirm": confirm}
    client.chat_postMessage(channel=GENERAL, text="card", blocks=[actions(OVERFLOW, asked)])
    with socket_app(slack) as app:
        menu = page.get_by_label("More actions")
        menu.press("Enter")
        page.get_by_role("button", name="Snooze until Monday").press("Enter")
        expect(menu).to_be_focused()
        for how in ("Escape", "Enter"):
            page.get_by_role("button", name="Drop it").press("Enter")
            expect(page.get_by_role("button", name="deny")).to_be_focused()
            page.keyboard.press(how)
            expect(page.get_by_role("button", name="Drop it")).to_be_focused()
        assert [p["actions"][0]["action_id"] for p in app.interactions()] == ["more"]


def test_whoever_changes_person_can_go_on_changing(page: Page) -> None:
    page.get_by_label("Act as").focus()
    page.get_by_label("Act as").select_option("U0GUS")
    page.wait_for_url("**as=U0GUS**")
    expect(page.get_by_label("Act as")).to_be_focused()


def test_a_thread_gives_the_keyboard_back_to_its_message(
    page: Page, slack: SlackServer, client: WebClient
) -> None:
    ts = slack.say("U0DORA", GENERAL, "Question")
    client.chat_postMessage(channel=GENERAL, text="Answer", thread_ts=ts)
    slack.say("U0DORA", GENERAL, "Another")
    page.get_by_role("link", name="1 reply").press("Enter")
    expect(page.get_by_role("textbox", name="Reply in thread")).to_be_focused()
    page.get_by_role("link", name="Close the thread").press("Enter")
    expect(page.get_by_role("link", name="1 reply")).to_be_focused()


def test_the_tabs_of_the_app_keep_the_keyboard(page: Page, slack: SlackServer) -> None:
    page.goto(f"{slack.url}/?as=U0FRIDA&channel=D0FRIDA")
    page.get_by_role("link", name="Home", exact=True).press("Enter")
    page.wait_for_url("**tab=home**")
    expect(page.get_by_role("link", name="Home", exact=True)).to_be_focused()
