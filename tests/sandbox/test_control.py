import http.client
import json

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox.slack.server import SlackServer

from .conftest import GENERAL, client_of


def ask(slack: SlackServer, method: str, path: str, body: object = None) -> tuple[int, object]:
    connection = http.client.HTTPConnection("127.0.0.1", int(slack.url.rpartition(":")[2]))
    try:
        connection.request(method, path, None if body is None else json.dumps(body))
        answer = connection.getresponse()
        return answer.status, json.load(answer)
    finally:
        connection.close()


def test_a_fault_can_be_planned_over_http(slack: SlackServer, client: WebClient) -> None:
    fault = {"operation": "chat.postMessage", "kind": "status", "status": 503}
    status, answer = ask(slack, "POST", "/sandbox/faults", fault)
    assert status == 200
    assert answer["faults"][0]["status"] == 503  # type: ignore[index]  # JSON
    with pytest.raises(SlackApiError) as failed:
        client.chat_postMessage(channel=GENERAL, text="x")
    assert failed.value.response.status_code == 503
    assert ask(slack, "GET", "/sandbox/faults") == (200, {"faults": []})


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ([], "a fault must be an object with at least operation and kind"),
        ({"operation": "*"}, "a fault must be an object with at least operation and kind"),
        ({"operation": "*", "kind": "explode"}, "'explode' is not a valid FaultKind"),
        ({"operation": "*", "kind": "hang", "oops": 1}, "unknown fields of a fault: oops"),
        ({"operation": "*", "kind": "hang", "times": "2"}, "times has the wrong type"),
    ],
)
def test_a_fault_that_makes_no_sense_is_refused(
    slack: SlackServer, fault: object, error: str
) -> None:
    assert ask(slack, "POST", "/sandbox/faults", fault) == (400, {"error": error})


def test_the_journal_can_be_read_and_emptied(slack: SlackServer, client: WebClient) -> None:
    client.chat_postMessage(channel=GENERAL, text="x")
    _, answer = ask(slack, "GET", "/sandbox/journal?operation=chat.postMessage")
    assert [entry["status"] for entry in answer["journal"]] == [200]  # type: ignore[index]  # JSON
    assert ask(slack, "DELETE", "/sandbox/journal") == (200, {"journal": []})


@pytest.mark.parametrize(
    ("mishap", "error"),
    [
        ({"do": "archive", "channel": GENERAL}, "is_archived"),
        ({"do": "revoke", "token": "xoxb-sandbox-bot-token"}, "token_revoked"),
    ],
)
def test_mishaps_of_slack_can_be_ordered(
    slack: SlackServer, mishap: dict[str, str], error: str
) -> None:
    assert ask(slack, "POST", "/sandbox/slack", mishap) == (200, {"ok": True})
    with pytest.raises(SlackApiError) as refused:
        client_of(slack).chat_postMessage(channel=GENERAL, text="x")
    assert refused.value.response["error"] == error


def test_a_deactivated_person_cannot_be_written_to(slack: SlackServer) -> None:
    ask(slack, "POST", "/sandbox/slack", {"do": "deactivate", "user": "U0DORA"})
    with pytest.raises(SlackApiError) as refused:
        client_of(slack).chat_postMessage(channel="U0DORA", text="x")
    assert refused.value.response["error"] == "channel_not_found"


def test_files_can_be_refused_or_never_processed(slack: SlackServer) -> None:
    files = slack.workspace.files
    ask(slack, "POST", "/sandbox/slack", {"do": "refuse_files", "error": "restricted_action"})
    ask(slack, "POST", "/sandbox/slack", {"do": "process_files", "after": "never"})
    assert (files.refused, files.process_seconds) == ("restricted_action", None)
    ask(slack, "POST", "/sandbox/slack", {"do": "process_files", "after": "1.5"})
    assert files.process_seconds == 1.5


def test_an_unknown_mishap_is_refused(slack: SlackServer) -> None:
    assert ask(slack, "POST", "/sandbox/slack", {"do": "explode"})[0] == 400
    assert ask(slack, "POST", "/sandbox/slack", {"do": "archive", "channel": "C0"})[0] == 404
