"""Posting answers to a payload's response_url, once and without retries.

They are for answers that a person can request again; messages that must arrive use the outbox.
"""

import ssl

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from slackapp.connection.envelopes import Envelope, Json
from slackapp.connection.proxies import with_usual_proxies

log = structlog.get_logger()

TIMEOUT_SECONDS = 10
CLIENT_ERROR = 400


def post_response(response_url: str, answer: Json, tls: ssl.SSLContext | None) -> None:
    """Post an answer; log it if it is lost or refused."""
    client = WebhookClient(response_url, TIMEOUT_SECONDS, tls, retry_handlers=[])
    try:
        posted = with_usual_proxies(client).send_dict(answer)
    except (OSError, SlackApiError) as error:
        log.warning("answer_lost", why=type(error).__name__)
    else:
        if posted.status_code >= CLIENT_ERROR:
            log.warning("answer_refused", status=posted.status_code)


def answer_afterwards(tls: ssl.SSLContext | None, envelope: Envelope, answer: Json) -> None:
    """Post an answer that the acknowledgement could not carry, if the payload has an address."""
    if envelope.response_url is not None and answer:
        post_response(envelope.response_url, answer, tls)
    elif answer:
        log.warning("answer_lost", why="there is no response_url")
