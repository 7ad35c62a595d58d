"""The Socket Mode client: keeps a link to Slack open, and loses no acknowledgement.

Slack replaces a link every few hours (docs.slack.dev, "Using Socket Mode"). The next one is opened
as soon as that is announced, and the old one is read until Slack closes it.
"""

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from http.client import HTTPException
from typing import TypeAlias

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from websockets.exceptions import ConnectionClosed

from slackapp.connection.envelopes import Envelope, Json, read_envelope, size
from slackapp.connection.links import Link, Pings, open_link

log = structlog.get_logger()

CONCURRENCY = 32
# Slack is reported to close the connection at more than 20,480.
ANSWER_BYTES = 16_000
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 5.0
# Slack waits three seconds for an acknowledgement.
NEXT_LINK_SECONDS = 2.0
REPLACED_SECONDS = 30.0
FAILURES = (OSError, HTTPException, SlackClientError, ValueError)

Answerer: TypeAlias = Callable[[Envelope], Json | None]


class SocketMode:
    """A Socket Mode client.

    ``answer`` runs in one of ``CONCURRENCY`` threads and returns what the acknowledgement says,
    or None to send none. ``post`` gets the answers that no acknowledgement carried.
    """

    def __init__(
        self,
        slack: WebClient,
        app_token: str,
        answer: Answerer,
        post: Callable[[Envelope, Json], None],
        pings: Pings | None = None,
    ) -> None:
        self._slack, self._app_token, self._pings = slack, app_token, pings or Pings()
        self._answer, self._post = answer, post
        self._links: list[Link] = []
        self._changed = threading.Condition()
        self._stopping = threading.Event()
        self._keeper = threading.Thread(target=self._keep_open, name="socket-mode", daemon=True)
        self._workers = ThreadPoolExecutor(CONCURRENCY, thread_name_prefix="listener")

    def connect(self) -> None:
        """Open the first link; from then on one is kept open, until ``close``.

        Raises:
            SlackApiError: Slack refuses to open one, for example because of the token.
            OSError: Slack cannot be reached.
        """
        if self._keeper.ident is None:
            self._connect()
            self._keeper.start()

    def is_connected(self) -> bool:
        """Return whether a link is open."""
        with self._changed:
            return bool(self._links)

    def close(self) -> None:
        """Acknowledge the envelopes received so far, then close every link."""
        with self._changed:
            self._stopping.set()
            self._changed.notify_all()
        self._workers.shutdown()
        with self._changed:
            remaining = tuple(self._links)
        for link in remaining:
            link.close()

    def _connect(self) -> None:
        url = str(self._slack.apps_connections_open(app_token=self._app_token)["url"])
        with ExitStack() as stack:
            link = stack.enter_context(open_link(url, self._pings, self._slack.ssl))
            with self._changed:
                if self._stopping.is_set():
                    return
                self._links.append(link)
                self._changed.notify_all()
            held = stack.pop_all()
        threading.Thread(target=self._read, args=[link, held], daemon=True).start()

    def _keep_open(self) -> None:
        """Open a link whenever none is open, or the open one is about to be replaced."""
        pause = FIRST_PAUSE
        while self._is_wanted():
            try:
                self._connect()
            except FAILURES as error:
                log.warning("not_reconnected", why=str(error) or type(error).__name__)
                self._stopping.wait(max(pause, _retry_after(error)))
                pause = min(2 * pause, LONGEST_PAUSE)
            else:
                log.info("reconnected")
                pause = FIRST_PAUSE

    def _is_wanted(self) -> bool:
        """Wait until another link is wanted; False once the client is closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._stopping.is_set() or self._lasting() is None)
            return not self._stopping.is_set()

    def _lasting(self) -> Link | None:
        return next((link for link in reversed(self._links) if not link.is_replaced), None)

    def _read(self, link: Link, held: ExitStack) -> None:
        """Handle everything that arrives on a link, until it is closed or lost."""
        with held:
            try:
                for text in link.messages():
                    self._take(link, text)
            except ConnectionClosed as lost:
                log.info("connection_lost", why=str(lost))
            finally:
                with self._changed:
                    self._links.remove(link)
                    self._changed.notify_all()

    def _take(self, link: Link, text: str) -> None:
        try:
            message = json.loads(text)
        except ValueError:
            log.warning("message_not_understood", length=len(text))
            return
        envelope = read_envelope(message)
        if message.get("type") == "disconnect":
            self._replace(link)
        elif envelope is not None:
            with self._changed:
                if not self._stopping.is_set():
                    self._workers.submit(self._handle, link, envelope)

    def _replace(self, link: Link) -> None:
        """Have another link opened; this one is read until Slack closes it, or for a while."""
        with self._changed:
            link.is_replaced = True
            self._changed.notify_all()
        closing = threading.Timer(REPLACED_SECONDS, link.close)
        closing.daemon = True
        closing.start()

    def _handle(self, link: Link, envelope: Envelope) -> None:
        """Answer in the acknowledgement, or afterwards if it has no room or Slack did not wait."""
        try:
            answer = self._answer(envelope)
            if answer is None:
                return
            fits = size(answer) <= ANSWER_BYTES
            if not self._acknowledge(link, envelope, answer if fits else {}):
                log.warning("acknowledgement_lost")
                self._post(envelope, answer)
            elif not fits:
                self._post(envelope, answer)
        except Exception:
            log.exception("envelope_not_answered")

    def _acknowledge(self, link: Link, envelope: Envelope, answer: Json) -> bool:
        """Acknowledge an envelope; return whether Slack has the answer.

        If its link was replaced, Slack waits on the next one. If it broke, Slack no longer waits
        for an answer, but a bare acknowledgement may keep Slack from delivering an event again.
        """
        if link.acknowledge(envelope, answer):
            return True
        with self._changed:
            self._changed.wait_for(
                lambda: self._stopping.is_set() or self._lasting() is not None, NEXT_LINK_SECONDS
            )
            following = self._lasting()
        if following is None:
            return False
        sent = following.acknowledge(envelope, answer if link.is_replaced else {})
        return sent and (link.is_replaced or not answer)


def _retry_after(error: Exception) -> float:
    """Return how many seconds Slack asks to wait before another link is opened."""
    if not isinstance(error, SlackApiError):
        return 0.0
    headers = error.response.headers if hasattr(error.response, "headers") else {}
    return float(headers.get("Retry-After") or headers.get("retry-after") or 0)
