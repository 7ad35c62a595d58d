"""What is counted about messages, for an operator's monitoring; nobody's words, names or ids."""

from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

LATENESS_SECONDS = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 900.0, 3600.0)
PREFIX = "runtime_upgrade"


@dataclass(frozen=True)
class Metrics:
    """The numbers of one assistant; ``lateness`` is of first posts without a failed attempt."""

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
    """Create the numbers in a registry of their own."""
    registry = CollectorRegistry()

    def counter(name: str, words: str) -> Counter:
        return Counter(f"{PREFIX}_{name}", words, registry=registry)

    return Metrics(
        registry=registry,
        sent=counter("messages_sent", "Messages posted or changed"),
        waits=counter("messages_held_back", "Attempts that Slack asked to repeat later"),
        unknown=counter("messages_unknown", "Attempts that ended without an answer"),
        refused=counter("messages_refused", "Messages that Slack refused for good"),
        stuck=counter("messages_stuck", "Messages that wait for an operator"),
        late=counter("messages_late", "Messages and reminders later than promised"),
        restarts=counter("ticker_restarts", "Tickers that stood still and were started again"),
        lateness=Histogram(
            f"{PREFIX}_message_lateness_seconds",
            "From asking to posting, without a failed attempt",
            buckets=LATENESS_SECONDS,
            registry=registry,
        ),
        backlog=Gauge(f"{PREFIX}_backlog", "Messages due and not posted", registry=registry),
    )
