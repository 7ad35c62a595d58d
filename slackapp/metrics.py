"""Metrics about messages, for monitoring; they contain no texts, names or ids of people."""

import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from socketserver import ThreadingMixIn
from typing import TYPE_CHECKING, cast
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, make_wsgi_app

from slackapp.settings import Settings, SettingsError

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

log = structlog.get_logger()

LATENESS_SECONDS = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 900.0, 3600.0)
PREFIX = "runtime_upgrade"
LOOPBACK = "127.0.0.1"
PATH = "/metrics"


@dataclass(frozen=True)
class Metrics:
    """An assistant's metrics; ``lateness`` covers first posts without a failed attempt."""

    registry: CollectorRegistry
    sent: Counter
    waits: Counter
    unknown: Counter
    refused: Counter
    stuck: Counter
    late: Counter
    restarts: Counter
    lateness: Histogram
    backlog: Gauge


def create_metrics() -> Metrics:
    """Create the metrics in a registry of their own."""
    registry = CollectorRegistry()

    def counter(name: str, words: str) -> Counter:
        return Counter(f"{PREFIX}_{name}", words, registry=registry)

    return Metrics(
        registry=registry,
        sent=counter("messages_sent", "Messages posted or updated"),
        waits=counter("messages_held_back", "Attempts that Slack rate-limited"),
        unknown=counter("messages_unknown", "Attempts that ended without an answer"),
        refused=counter("messages_refused", "Messages that Slack permanently refused"),
        stuck=counter("messages_stuck", "Messages that need an operator"),
        late=counter("messages_late", "Messages and reminders later than promised"),
        restarts=counter("ticker_restarts", "Stalled tickers that were restarted"),
        lateness=Histogram(
            f"{PREFIX}_message_lateness_seconds",
            "Seconds from due to posted, for messages without a failed attempt",
            buckets=LATENESS_SECONDS,
            registry=registry,
        ),
        backlog=Gauge(f"{PREFIX}_backlog", "Messages due but not yet posted", registry=registry),
    )


@contextmanager
def serve_metrics(settings: Settings, metrics: Metrics) -> Iterator[None]:
    """Serve the metrics on the loopback interface if a port is set.

    Raises:
        SettingsError: the port cannot be used.
    """
    port = settings.runtime_upgrade_metrics_port
    if port is None:
        yield
        return
    try:
        server = make_server(LOOPBACK, port, _app(metrics.registry), _Server, _Handler)
    except OSError as error:
        raise SettingsError(
            f"RUNTIME_UPGRADE_METRICS_PORT {port} cannot be used ({error.strerror}): "
            "choose another one. See docs/configuration.md."
        ) from error
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _app(registry: CollectorRegistry) -> "WSGIApplication":
    """Build the application: `/metrics` only, since prometheus_client's own answers every path."""
    metrics = make_wsgi_app(registry)

    def app(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        if environ["PATH_INFO"] == PATH:
            return cast("Iterable[bytes]", metrics(environ, start))
        start("404 Not Found", [("Content-Type", "text/plain")])
        return [b"Metrics are at /metrics.\n"]

    return app


class _Server(ThreadingMixIn, WSGIServer):
    """Answers each client in a thread; one that disconnects is logged, not printed."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:  # noqa: ARG002 - socketserver's
        log.warning("metrics_not_read", by=str(client_address), why=str(sys.exception()))


class _Handler(WSGIRequestHandler):
    """Writes no line for each request."""

    def log_message(self, *_args: object) -> None:
        """Do nothing."""
