"""Socket Mode envelopes: their contents, and Bolt's answers to them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from slack_bolt import App
from slack_bolt.request import BoltRequest

Json = dict[str, Any]

OK = 200


@dataclass(frozen=True)
class Envelope:
    """One envelope (docs.slack.dev, "Using Socket Mode"); only events are delivered again."""

    envelope_id: str
    payload: Json
    retry_attempt: int | None = None
    retry_reason: str | None = None

    @property
    def response_url(self) -> str | None:
        """Where an answer can be posted that the acknowledgement could not carry."""
        url = self.payload.get("response_url")
        return url if isinstance(url, str) else None


def read_envelope(message: Json) -> Envelope | None:
    """Read an envelope; None for other messages, such as ``hello``."""
    payload = message.get("payload")
    if not isinstance(message.get("envelope_id"), str) or not isinstance(payload, dict):
        return None
    return Envelope(
        message["envelope_id"], payload, message.get("retry_attempt"), message.get("retry_reason")
    )


def size(answer: Json) -> int:
    """Count the bytes that an answer takes in an acknowledgement."""
    return len(json.dumps(answer, ensure_ascii=False).encode())


def ask_bolt(app: App, envelope: Envelope) -> Json | None:
    """Have Bolt's listeners answer; empty if there is nothing to say.

    None means that nobody answered: such an envelope is not acknowledged.
    """
    response = app.dispatch(
        BoltRequest(mode="socket_mode", body=envelope.payload, headers=_headers(envelope))
    )
    if response.status != OK:
        return None
    if not response.body:
        return {}
    if response.first_headers().get("content-type", "").startswith("application/json"):
        answer: Json = json.loads(response.body)
        return answer
    return {"text": response.body}


def _headers(envelope: Envelope) -> dict[str, str | Sequence[str]]:
    """Return the headers that HTTP requests carry when Slack delivers an event again."""
    headers: dict[str, str | Sequence[str]] = {}
    if envelope.retry_attempt is not None:
        headers["x-slack-retry-num"] = str(envelope.retry_attempt)
    if envelope.retry_reason is not None:
        headers["x-slack-retry-reason"] = envelope.retry_reason
    return headers
