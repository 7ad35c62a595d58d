import json
from contextlib import ExitStack
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from sandbox.people import Person
from sandbox.slack.server import SlackServer

from .conftest import GENERAL, client_of, socket_app

Json = dict[str, Any]


def events_of(envelopes: list[Json]) -> list[tuple[str, int]]:
    return [
        (e["payload"]["event"]["type"], e["retry_attempt"])
        for e in envelopes
        if e["type"] == "events_api"
    ]


def test_hello_names_the_app_and_counts_connections(slack: SlackServer) -> None:
    with socket_app(slack) as first, socket_app(slack) as second:
        assert first.hello["type"] == "hello"
        assert first.hello["connection_info"] == {"app_id": "A0RUNTIME"}
        assert (first.hello["num_connections"], second.hello["num_connections"]) == (1, 2)


def test_only_the_app_level_token_opens_a_connection(slack: SlackServer) -> None:
    with pytest.raises(SlackApiError, match="not_allowed_token_type"):
        client_of(slack).apps_connections_open(app_token=slack.bot_token)


def test_a_ticket_works_once(slack: SlackServer) -> None:
    url = client_of(slack).apps_connections_open(app_token=slack.app_token)["url"]
    with connect(url):
        pass
    with pytest.raises((InvalidStatus, ConnectionClosed)), connect(url) as again:
        again.recv()


def test_ten_connections_are_taken_and_the_eleventh_is_not(slack: SlackServer) -> None:
    with ExitStack() as stack:
        for _ in range(10):
            stack.enter_context(socket_app(slack))
        url = client_of(slack).apps_connections_open(app_token=slack.app_token)["url"]
        with pytest.raises((InvalidStatus, ConnectionClosed)), connect(url) as eleventh:
            eleventh.recv()


def test_each_payload_goes_to_exactly_one_connection(slack: SlackServer) -> None:
    with socket_app(slack) as first, socket_app(slack) as second:
        replies = [slack.command("U0FRIDA", GENERAL, "/runtime-upgrade", str(n)) for n in range(20)]
        texts = [e["payload"]["text"] for app in (first, second) for e in app.envelopes]
    assert all(reply.acked for reply in replies)
    assert sorted(texts, key=int) == [str(n) for n in range(20)]
    assert len(first.envelopes) > 0
    assert len(second.envelopes) > 0


def test_a_warning_is_only_said_and_a_refresh_closes_the_connection(slack: SlackServer) -> None:
    with socket_app(slack) as app:
        slack.sockets.disconnect("warning")
        assert slack.command("U0FRIDA", GENERAL, "/runtime-upgrade", "help").acked
        slack.sockets.disconnect("refresh_requested")
        assert slack.sockets.wait_connections(0)
        app.join()
        reasons = [e["reason"] for e in app.envelopes if e["type"] == "disconnect"]
    assert reasons == ["warning", "refresh_requested"]


def test_a_message_is_heard_where_the_app_is_a_member_only(slack: SlackServer) -> None:
    with socket_app(slack) as app:
        slack.say("U0DORA", GENERAL, "a < b & c, see https://go.dev")
        slack.say("U0DORA", "C0BACKEND", "elsewhere")
    events = [e["payload"]["event"] for e in app.envelopes]
    assert [(e["user"], e["text"], e["channel_type"]) for e in events] == [
        ("U0DORA", "a &lt; b &amp; c, see <https://go.dev>", "channel")
    ]


def test_a_direct_message_to_the_app_is_heard_as_im(slack: SlackServer) -> None:
    with socket_app(slack) as app:
        slack.say("U0DORA", "U0BOT", "hello")
    event = app.envelopes[0]["payload"]["event"]
    assert (event["channel"], event["channel_type"], event["text"]) == ("D0DORA", "im", "hello")


def test_an_event_that_is_not_acknowledged_is_sent_again_with_its_attempt(
    slack: SlackServer,
) -> None:
    with socket_app(slack) as deaf:
        deaf.connection.close()
    assert slack.sockets.wait_connections(0)
    slack.say("U0DORA", GENERAL, "while the app was away")
    with socket_app(slack) as app:
        assert slack.command("U0FRIDA", GENERAL, "/runtime-upgrade", "help").acked
    assert events_of(app.envelopes) == [("message", 1)]
    retried = next(e for e in app.envelopes if e["type"] == "events_api")
    assert retried["retry_reason"] == "connection_failed"


def test_people_coming_changing_and_joining_are_events(slack: SlackServer) -> None:
    new = Person("U0NEW", "new-sandbox", "Nele New", "Europe/Berlin")
    with socket_app(slack) as app:
        slack.join_team(new)
        slack.join_channel("U0NEW", GENERAL)
        slack.set_status("U0NEW", "Out sick", ":face_with_thermometer:")
        slack.deactivate("U0NEW")
        assert slack.command("U0FRIDA", GENERAL, "/runtime-upgrade", "help").acked
    assert events_of(app.envelopes) == [
        ("team_join", 0),
        ("member_joined_channel", 0),
        ("user_change", 0),
        ("user_change", 0),
    ]


def test_an_event_carries_who_it_was_sent_for(slack: SlackServer) -> None:
    with socket_app(slack) as app:
        slack.open_home("U0DORA")
    payload = app.envelopes[0]["payload"]
    assert payload["event"]["type"] == "app_home_opened"
    assert payload["event"]["tab"] == "home"
    assert payload["type"] == "event_callback"
    assert payload["event_id"].startswith("Ev")
    assert payload["authorizations"][0]["user_id"] == "U0BOT"


def test_an_acknowledgement_that_is_too_large_closes_the_connection(slack: SlackServer) -> None:
    with socket_app(slack, lambda _type, _payload: {"text": "x" * 20_480}) as app:
        assert not slack.command("U0FRIDA", GENERAL, "/runtime-upgrade", "help").acked
        app.join()
        closed = app.connection.close_code, app.connection.close_reason
    assert closed == (1009, "Max frame length of 20480 has been exceeded.")


def test_after_a_refresh_the_next_connection_may_acknowledge(slack: SlackServer) -> None:
    with socket_app(slack, lambda _type, _payload: None) as first:
        sent = slack.sockets.deliver("slash_commands", {"text": "help"})
        slack.sockets.disconnect("refresh_requested")
        first.join()
        envelope_id = first.envelopes[0]["envelope_id"]
        with socket_app(slack) as second:
            second.connection.send(json.dumps({"envelope_id": envelope_id}))
            assert sent.result(5) == {}
