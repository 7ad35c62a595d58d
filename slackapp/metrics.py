"""Metrics about messages, for monitoring; they contain no texts, names or ids of people."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, start_http_server

from slackapp.settings import Settings, SettingsError

log = structlog.get_logger()

LATENESS_SECONDS = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 900.0, 3600.0)
PREFIX = "runtime_upgrade"
LOOPBACK = "127.0.0.1"


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
        server, thread = start_http_server(port, addr=LOOPBACK, registry=metrics.registry)
    except OSError as error:
        raise SettingsError(
            f"RUNTIME_UPGRADE_METRICS_PORT {port} cannot be used ({error.strerror}): "
            "choose another one. See docs/configuration.md."
        ) from error
    server.handle_error = _log_unread  # type: ignore[method-assign]  # one server, not its class
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _log_unread(request: object, client_address: object) -> None:  # noqa: ARG001 - socketserver's
    """Log that a client disconnected; socketserver would print a traceback."""
    log.warning("metrics_not_read", by=str(client_address), why=str(sys.exception()))
