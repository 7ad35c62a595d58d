"""The machine: the port of the metrics."""

import socket
from collections.abc import Iterator

from slackapp.doctor.lines import ReportLine, ok, warn
from slackapp.metrics import LOOPBACK


def check_port(port: int | None) -> Iterator[ReportLine]:
    """Check that the port of the metrics is free; a running `serve` uses it, too."""
    if port is None:
        return
    try:
        with socket.create_server((LOOPBACK, port)):
            yield ok(f"The port {port} for metrics is free.")
    except OSError as error:
        yield warn(
            f"The port {port} for metrics cannot be used ({error.strerror}).",
            "nothing if `serve` is running, otherwise change RUNTIME_UPGRADE_METRICS_PORT",
        )
