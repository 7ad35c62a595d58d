# ruff: noqa: S310 - only loopback addresses are opened
import json
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from sandbox.run import start_slack
from sandbox.slack.installed import InstalledApp
from sandbox.slack.server import SlackServer

from .conftest import GENERAL, client_of, section


def refusal(client: WebClient, method: str, **arguments: object) -> str:
    with pytest.raises(SlackApiError) as refused:
        client.api_call(method, json=arguments)
    return str(refused.value.response["error"])


def test_a_token_tells_who_it_belongs_to(client: WebClient, slack: SlackServer) -> None:
    answer = client.auth_test().data
    assert answer == {
        "ok": True,
        "url": f"{slack.url}/",
        "team": "Tanuki Sandbox",
        "user": "runtime-upgrade",
        "team_id": "T0TANUKI",
        "user_id": "U0BOT",
        "bot_id": "B0BOT",
        "is_enterprise_install": False,
    }


def test_a_posted_message_is_kept_with_blocks_and_metadata(client: WebClient) -> None:
    metadata = {"event_type": "card", "event_payload": {"id": 7}}
    posted = client.chat_postMessage(
        channel=GENERAL, text="card", blocks=[section("*card*")], metadata=metadata
    )
    plain = client.conversations_history(channel=GENERAL)["messages"][0]
    whole = client.conversations_history(channel=GENERAL, include_all_metadata=True)
    assert plain["ts"] == posted["ts"]
    assert plain["blocks"][0]["text"] == {"type": "mrkdwn", "text": "*card*"}
    assert "metadata" not in plain
    assert whole["messages"][0]["metadata"] == metadata


def test_form_and_json_bodies_mean_the_same(client: WebClient) -> None:
    form = {"channel": GENERAL, "text": "x", "blocks": json.dumps([section("form")])}
    client.api_call("chat.postMessage", params=form)
    client.api_call(
        "chat.postMessage", json={"channel": GENERAL, "text": "x", "blocks": [section("json")]}
    )
    texts = [
        m["blocks"][0]["text"]["text"]
        for m in client.conversations_history(channel=GENERAL)["messages"]
    ]
    assert texts == ["json", "form"]


def test_history_pages_newest_first_and_between_stamps(client: WebClient) -> None:
    stamps = [client.chat_postMessage(channel=GENERAL, text=str(n))["ts"] for n in range(5)]
    first = client.conversations_history(channel=GENERAL, limit=2)
    cursor = first["response_metadata"]["next_cursor"]
    second = client.conversations_history(channel=GENERAL, limit=2, cursor=cursor)
    between = client.conversations_history(channel=GENERAL, oldest=stamps[1], latest=stamps[3])
    inclusive = client.conversations_history(
        channel=GENERAL, oldest=stamps[1], latest=stamps[3], inclusive=True
    )
    assert [m["text"] for m in first["messages"]] == ["4", "3"]
    assert [m["text"] for m in second["messages"]] == ["2", "1"]
    assert [m["text"] for m in between["messages"]] == ["2"]
    assert [m["text"] for m in inclusive["messages"]] == ["3", "2", "1"]


def test_replies_are_in_their_thread_and_not_in_the_history(client: WebClient) -> None:
    parent = client.chat_postMessage(channel=GENERAL, text="parent")["ts"]
    reply = client.chat_postMessage(channel=GENERAL, text="reply", thread_ts=parent)["ts"]
    history = client.conversations_history(channel=GENERAL)["messages"]
    thread = client.conversations_replies(channel=GENERAL, ts=reply)["messages"]
    assert [(m["text"], m.get("reply_count")) for m in history] == [("parent", 1)]
    assert [m["text"] for m in thread] == ["parent", "reply"]


def test_an_update_with_text_alone_removes_the_blocks(client: WebClient) -> None:
    ts = client.chat_postMessage(channel=GENERAL, text="old", blocks=[section("old")])["ts"]
    client.chat_update(channel=GENERAL, ts=ts, text="new")
    message = client.conversations_history(channel=GENERAL)["messages"][0]
    assert (message["text"], "blocks" in message, "edited" in message) == ("new", False, True)


def test_an_update_keeps_the_metadata_it_does_not_name(client: WebClient) -> None:
    metadata = {"event_type": "card", "event_payload": {"id": 7}}
    ts = client.chat_postMessage(channel=GENERAL, text="old", metadata=metadata)["ts"]
    client.chat_update(channel=GENERAL, ts=ts, text="new")
    whole = client.conversations_history(channel=GENERAL, include_all_metadata=True)
    assert whole["messages"][0]["metadata"] == metadata


def test_an_ephemeral_message_is_seen_by_one_person_and_in_no_history(
    client: WebClient, slack: SlackServer
) -> None:
    client.chat_postEphemeral(channel=GENERAL, user="U0DORA", text="psst")
    assert [m.text for m in slack.ephemerals("U0DORA")] == ["psst"]
    assert slack.ephemerals("U0FRIDA") == ()
    assert client.conversations_history(channel=GENERAL)["messages"] == []


def test_a_user_id_as_channel_means_the_direct_conversation(
    client: WebClient, slack: SlackServer
) -> None:
    posted = client.chat_postMessage(channel="U0DORA", text="hello")
    assert posted["channel"] == "D0DORA"
    assert client.conversations_open(users="U0DORA")["channel"] == {"id": "D0DORA"}
    assert [m.text for m in slack.direct_messages("U0DORA")] == ["hello"]


def test_pins_are_listed_added_once_and_removed(client: WebClient, slack: SlackServer) -> None:
    ts = client.chat_postMessage(channel=GENERAL, text="card")["ts"]
    client.pins_add(channel=GENERAL, timestamp=ts)
    assert slack.pins(GENERAL) == (ts,)
    assert refusal(client, "pins.add", channel=GENERAL, timestamp=ts) == "already_pinned"
    client.pins_remove(channel=GENERAL, timestamp=ts)
    assert refusal(client, "pins.remove", channel=GENERAL, timestamp=ts) == "no_pin"


def test_people_are_listed_with_zones_guests_and_the_deactivated(client: WebClient) -> None:
    members = {user["id"]: user for user in client.users_list()["members"]}
    assert members["U0DORA"]["tz"] == "Asia/Tokyo"
    assert members["U0GUEST"]["is_restricted"] is True
    assert members["U0GONE"]["deleted"] is True
    assert members["U0OTHERBOT"]["is_bot"] is True
    assert "U0STRANGER" not in members
    assert client.users_info(user="U0STRANGER")["user"]["team_id"] == "T0STRANGER"


def test_a_person_is_found_by_address(client: WebClient) -> None:
    found = client.users_lookupByEmail(email="dora-sandbox@example.org")
    assert found["user"]["id"] == "U0DORA"
    assert refusal(client, "users.lookupByEmail", email="x@example.org") == "users_not_found"


@pytest.mark.parametrize(
    ("method", "arguments", "error"),
    [
        ("chat.postMessage", {"channel": "C0NOWHERE", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "C0BACKEND", "text": "x"}, "not_in_channel"),
        ("chat.postMessage", {"channel": GENERAL}, "no_text"),
        (
            "chat.postMessage",
            {"channel": GENERAL, "text": "x", "blocks": "{"},
            "invalid_blocks_format",
        ),
        (
            "chat.postMessage",
            {"channel": GENERAL, "text": "x", "thread_ts": "1.0"},
            "thread_not_found",
        ),
        (
            "chat.postMessage",
            {"channel": GENERAL, "text": "x", "metadata": {"event_type": "a"}},
            "invalid_metadata_format",
        ),
        ("chat.postMessage", {"channel": "U0GONE", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "U0OTHERBOT", "text": "x"}, "cannot_dm_bot"),
        ("chat.update", {"channel": GENERAL, "ts": "1.0", "text": "x"}, "message_not_found"),
        (
            "chat.postEphemeral",
            {"channel": "C0OPERATORS", "user": "U0GUEST", "text": "x"},
            "user_not_in_channel",
        ),
        ("conversations.history", {"channel": "C0BACKEND"}, "not_in_channel"),
        ("conversations.history", {"channel": GENERAL, "limit": 1001}, "invalid_limit"),
        ("conversations.history", {"channel": GENERAL, "cursor": "x"}, "invalid_cursor"),
        ("conversations.replies", {"channel": GENERAL, "ts": "1.0"}, "thread_not_found"),
        ("conversations.open", {"users": "U0NOBODY"}, "user_not_found"),
        ("users.info", {"user": "U0NOBODY"}, "user_not_found"),
        ("views.open", {"trigger_id": "1.2.3", "view": {"type": "modal"}}, "invalid_arguments"),
        ("views.update", {"view_id": "V0", "view": {}}, "not_found"),
        ("apps.connections.open", {}, "not_allowed_token_type"),
        ("reactions.add", {"channel": GENERAL}, "unknown_method"),
    ],
)
def test_what_slack_refuses_is_refused_in_its_words(
    client: WebClient, method: str, arguments: dict[str, object], error: str
) -> None:
    assert refusal(client, method, **arguments) == error


def test_only_own_messages_can_be_updated(client: WebClient, slack: SlackServer) -> None:
    ts = slack.say("U0DORA", GENERAL, "mine")
    wanted = {"channel": GENERAL, "ts": ts, "text": "yours"}
    assert refusal(client, "chat.update", **wanted) == "cant_update_message"


def test_an_update_over_four_thousand_characters_is_too_long(client: WebClient) -> None:
    ts = client.chat_postMessage(channel=GENERAL, text="x")["ts"]
    long = {"channel": GENERAL, "ts": ts, "text": "x" * 4001}
    assert refusal(client, "chat.update", **long) == "msg_too_long"


def test_nothing_is_posted_to_an_archived_channel(client: WebClient, slack: SlackServer) -> None:
    slack.archive(GENERAL)
    assert refusal(client, "chat.postMessage", channel=GENERAL, text="x") == "is_archived"


@pytest.mark.parametrize(
    ("token", "error"), [("xoxb-other", "invalid_auth"), ("xapp", "not_allowed_token_type")]
)
def test_a_wrong_token_is_refused(slack: SlackServer, token: str, error: str) -> None:
    client = client_of(slack, slack.app_token if token == "xapp" else token)
    assert refusal(client, "users.list") == error


def test_a_revoked_token_is_refused(client: WebClient, slack: SlackServer) -> None:
    slack.revoke(slack.bot_token)
    assert refusal(client, "auth.test") == "token_revoked"


def test_a_missing_scope_names_what_is_needed_and_what_there_is() -> None:
    app = replace(InstalledApp(), scopes=frozenset({"commands", "users:read"}))
    with start_slack(installed=app) as slack, pytest.raises(SlackApiError) as refused:
        client_of(slack).chat_postMessage(channel=GENERAL, text="x")
    assert refused.value.response.data == {
        "ok": False,
        "error": "missing_scope",
        "needed": "chat:write",
        "provided": "commands,users:read",
    }


def test_addresses_are_left_out_without_their_scope() -> None:
    app = replace(InstalledApp(), scopes=frozenset({"users:read"}))
    with start_slack(installed=app) as slack:
        profile = client_of(slack).users_info(user="U0DORA")["user"]["profile"]
    assert "email" not in profile


def test_strict_rates_answer_429_with_retry_after() -> None:
    with start_slack(strict=True) as slack:
        client = client_of(slack)
        for _ in range(20):
            client.users_list()
        with pytest.raises(SlackApiError) as refused:
            client.users_list()
    assert refused.value.response.status_code == 429
    assert refused.value.response["error"] == "ratelimited"
    assert int(refused.value.response.headers["Retry-After"]) in range(1, 61)


def test_strict_rates_allow_only_a_short_burst_of_posts_a_channel() -> None:
    with start_slack(strict=True) as slack:
        client = client_of(slack)
        for _ in range(5):
            client.chat_postMessage(channel=GENERAL, text="x")
        assert refusal(client, "chat.postMessage", channel=GENERAL, text="x") == "ratelimited"
        client.chat_postMessage(channel="C0OPERATORS", text="another channel is free")


def test_arguments_that_slack_does_not_document_are_recorded(
    client: WebClient, slack: SlackServer
) -> None:
    client.chat_postMessage(channel=GENERAL, text="x")
    assert slack.unknown_arguments() == ()
    client.api_call("chat.postMessage", json={"channel": GENERAL, "text": "x", "txt": "y"})
    assert slack.unknown_arguments() == (("chat.postMessage", "txt"),)


@pytest.mark.parametrize(
    ("body", "content_type", "error"),
    [
        (b"{", "application/json", "invalid_json"),
        (b"\xff\xfe", "application/json", "invalid_json"),
        (b"[]", "application/json", "json_not_object"),
        (b"\xff=\xfe", "application/x-www-form-urlencoded", "invalid_form_data"),
        (b"<x/>", "text/xml", "invalid_post_type"),
    ],
)
def test_a_broken_body_is_refused_and_nothing_happens(
    slack: SlackServer, body: bytes, content_type: str, error: str
) -> None:
    headers = {"content-type": content_type, "authorization": f"Bearer {slack.bot_token}"}
    request = urllib.request.Request(f"{slack.api_url}chat.postMessage", body, headers)
    with urllib.request.urlopen(request) as answer:
        assert json.load(answer) == {"ok": False, "error": error}
    assert slack.messages(GENERAL) == ()


def test_a_huge_body_is_refused(slack: SlackServer) -> None:
    headers = {"content-type": "application/json", "authorization": f"Bearer {slack.bot_token}"}
    request = urllib.request.Request(f"{slack.api_url}chat.postMessage", b"x" * 20_000_000, headers)
    with pytest.raises((urllib.error.HTTPError, ConnectionError, urllib.error.URLError)):
        urllib.request.urlopen(request)
    assert client_of(slack).auth_test()["ok"]


def test_two_clients_at_once_lose_nothing(slack: SlackServer) -> None:
    def post(name: str) -> None:
        client = client_of(slack)
        for n in range(50):
            client.chat_postMessage(channel=GENERAL, text=f"{name}{n}")

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(post, ("a", "b")))
    messages = slack.messages(GENERAL)
    assert sorted(m.text for m in messages) == sorted(f"{c}{n}" for c in "ab" for n in range(50))
    assert [m.ts for m in messages] == sorted({m.ts for m in messages})


def test_answers_load_into_the_models_of_the_real_client(client: WebClient) -> None:
    posted = client.chat_postMessage(channel=GENERAL, text="card", blocks=[section("*card*")])
    blocks = Block.parse_all(posted["message"]["blocks"])
    assert [block.to_dict()["text"]["text"] for block in blocks] == ["*card*"]
    view = {"type": "home", "blocks": [section("yours")], "private_metadata": "7"}
    published = client.views_publish(user_id="U0DORA", view=view)["view"]
    loaded = View(**published)
    assert (loaded.type, loaded.private_metadata, loaded.hash) == ("home", "7", published["hash"])
