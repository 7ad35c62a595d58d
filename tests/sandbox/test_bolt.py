"""A real, unpatched Bolt app over Socket Mode, with everything the assistant uses."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from sandbox.run import start_slack
from sandbox.slack.server import SlackServer

from .conftest import GENERAL, actions, button, client_of, modal, section, text_input

FRIDA = "U0FRIDA"


def build_app(client: WebClient) -> App:
    app = App(client=client, process_before_response=True)

    @app.command("/runtime-upgrade")
    def command(ack, body, client) -> None:  # type: ignore[no-untyped-def]  # Bolt passes them by name  # noqa: ANN001
        if body["text"] == "edit":
            client.views_open(trigger_id=body["trigger_id"], view=modal(text_input("why", "Why")))
            ack()
        else:
            ack(text="Plan", blocks=[section("Plan"), actions(button("go", "Start", "7"))])

    @app.action("go")
    def pressed(ack, action, respond) -> None:  # type: ignore[no-untyped-def]  # Bolt passes them by name  # noqa: ANN001
        ack()
        respond(text=f"Started {action['value']}", replace_original=True)

    @app.view("edit")
    def submitted(ack, view) -> None:  # type: ignore[no-untyped-def]  # Bolt passes them by name  # noqa: ANN001
        why = view["state"]["values"]["why"]["value"]["value"]
        if why == "no":
            ack(response_action="errors", errors={"why": "Say more"})
        else:
            ack()

    @app.event("app_home_opened")
    def home(event, client) -> None:  # type: ignore[no-untyped-def]  # Bolt passes them by name  # noqa: ANN001
        view = {"type": "home", "blocks": [section(f"Hello <@{event['user']}>")]}
        client.views_publish(user_id=event["user"], view=view)

    @app.event("message")
    def heard(event, say) -> None:  # type: ignore[no-untyped-def]  # Bolt passes them by name  # noqa: ANN001
        say(text=f"You said {event['text']}", thread_ts=event["ts"])

    return app


@contextmanager
def connected(slack: SlackServer) -> Iterator[None]:
    handler = SocketModeHandler(build_app(client_of(slack)), slack.app_token)
    handler.connect()
    assert slack.sockets.wait_connected()
    try:
        yield
    finally:
        handler.close()


@pytest.fixture(scope="module")
def bolt() -> Iterator[SlackServer]:
    with start_slack() as slack, connected(slack):
        yield slack


def test_a_command_a_press_and_a_replaced_answer(bolt: SlackServer) -> None:
    reply = bolt.command(FRIDA, GENERAL, "/runtime-upgrade", "start go 1.20")
    assert (reply.acked, reply.text) == (True, "Plan")
    assert bolt.click(FRIDA, GENERAL, bolt.ephemerals(FRIDA)[-1].ts, "Start").acked
    assert bolt.ephemerals(FRIDA)[-1].plain == "Started 7"


def test_a_modal_with_an_error_and_then_without(bolt: SlackServer) -> None:
    assert bolt.command(FRIDA, GENERAL, "/runtime-upgrade", "edit").acked
    view = bolt.view(FRIDA)
    assert view is not None
    assert bolt.submit(FRIDA, view.id, {"Why": "no"}).errors == {"why": "Say more"}
    assert bolt.submit(FRIDA, view.id, {"Why": "because"}).errors == {}
    assert bolt.view(FRIDA) is None


def test_home_is_published_when_it_is_opened(bolt: SlackServer) -> None:
    assert bolt.open_home(FRIDA).acked
    home = bolt.home(FRIDA)
    assert home is not None
    assert home.plain == "Hello @Frida Lindqvist"


def test_a_message_is_answered_in_its_thread_and_own_messages_are_not(bolt: SlackServer) -> None:
    ts = bolt.say("U0DORA", GENERAL, "hello")
    assert [m.text for m in bolt.thread(GENERAL, ts)] == ["hello", "You said hello"]


def test_bolt_comes_back_after_a_refresh(bolt: SlackServer) -> None:
    bolt.sockets.disconnect("refresh_requested")
    assert bolt.sockets.wait_connected(30)
    assert bolt.command(FRIDA, GENERAL, "/runtime-upgrade", "start go 1.20").acked


def test_bolt_sends_nothing_that_slack_does_not_document(bolt: SlackServer) -> None:
    assert bolt.unknown_arguments() == ()
