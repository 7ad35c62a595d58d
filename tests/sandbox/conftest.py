import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from slack_sdk import WebClient
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from sandbox.run import start_slack
from sandbox.slack.server import SlackServer

Json = dict[str, Any]
Answer = Callable[[str, Json], Json | None]
GENERAL = "C0WGRUNTIME"


@pytest.fixture
def slack() -> Iterator[SlackServer]:
    with start_slack() as server:
        yield server


@pytest.fixture
def client(slack: SlackServer) -> WebClient:
    return client_of(slack)


@pytest.fixture
def page(browser: Browser, slack: SlackServer) -> Iterator[Page]:
    """A page that fails its test if its script fails."""
    page = browser.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(slack.url)
    yield page
    page.close()
    assert problems == []


def client_of(slack: SlackServer, token: str | None = None) -> WebClient:
    return WebClient(token or slack.bot_token, base_url=slack.api_url, retry_handlers=[])


class SocketApp:
    """An app over Socket Mode: ``answer(type, payload)`` defines its behaviour.

    It keeps every envelope; ``None`` means that it does not acknowledge.
    """

    def __init__(self, connection: ClientConnection, answer: Answer) -> None:
        self.connection = connection
        self.envelopes: list[Json] = []
        self.hello = json.loads(connection.recv())
        self._answer = answer
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            for text in self.connection:
                self._take(json.loads(text))
        except ConnectionClosed:
            return

    def _take(self, envelope: Json) -> None:
        self.envelopes.append(envelope)
        if "envelope_id" not in envelope:
            return
        payload = self._answer(envelope["type"], envelope["payload"])
        if payload is not None:
            acknowledgement: Json = {"envelope_id": envelope["envelope_id"]}
            if payload:
                acknowledgement["payload"] = payload
            self.connection.send(json.dumps(acknowledgement))

    def interactions(self) -> list[Json]:
        return [e["payload"] for e in self.envelopes if e["type"] == "interactive"]

    def join(self) -> None:
        self._thread.join(5)


@contextmanager
def socket_app(
    slack: SlackServer, answer: Answer = lambda _type, _payload: {}
) -> Iterator[SocketApp]:
    url = client_of(slack).apps_connections_open(app_token=slack.app_token)["url"]
    with connect(url) as connection:
        app = SocketApp(connection, answer)
        yield app
    app.join()


def button(action_id: str, text: str, value: str = "") -> Json:
    plain = {"type": "plain_text", "text": text}
    return {"type": "button", "action_id": action_id, "text": plain, "value": value}


def actions(*elements: Json, block_id: str = "actions") -> Json:
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def section(text: str) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def modal(*blocks: Json, **more: object) -> Json:
    return {
        "type": "modal",
        "callback_id": "edit",
        "title": {"type": "plain_text", "text": "Edit"},
        "submit": {"type": "plain_text", "text": "Save"},
        "blocks": list(blocks),
        **more,
    }


def text_input(block_id: str, label: str, **more: object) -> Json:
    return {
        "type": "input",
        "block_id": block_id,
        "label": {"type": "plain_text", "text": label},
        "element": {"type": "plain_text_input", "action_id": "value"},
        **more,
    }
