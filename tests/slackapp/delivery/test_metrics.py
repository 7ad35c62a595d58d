"""The sender's metrics, as Prometheus reads them."""

import socket
from pathlib import Path

import httpx
import pytest
from prometheus_client import generate_latest
from pydantic import SecretStr

from campaigns.dates import long_date
from sandbox.faults import Fault, FaultKind
from slackapp.doctor.database import check_backlog
from slackapp.doctor.lines import Level
from slackapp.metrics import create_metrics, serve_metrics
from slackapp.settings import Settings, SettingsError
from storage.catalog.read import Policy
from tests.slackapp.conftest import Outbox

OTHER_PATHS = ("/", "/healthz", "/metrics/", "/metrics2", "/favicon.ico")


def settings(port: int | None) -> Settings:
    return Settings(
        slack_bot_token=SecretStr("xoxb-x"),
        slack_app_token=SecretStr("xapp-x"),
        gitlab_url="https://gitlab.example",
        gitlab_token=SecretStr("x"),
        runtime_upgrade_catalog=Path("catalog"),
        runtime_upgrade_metrics_port=port,
    )


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def numbers(outbox: Outbox) -> dict[str, float]:
    """Read the metrics above zero, without buckets."""
    lines = generate_latest(outbox.sender.metrics.registry).decode().splitlines()
    pairs = [line.rsplit(" ", 1) for line in lines if not line.startswith("#")]
    return {
        name.removeprefix("runtime_upgrade_"): float(value)
        for name, value in pairs
        if float(value) and "bucket" not in name and "created" not in name and "sum" not in name
    }


@pytest.mark.parametrize(
    ("fault", "counted"),
    [
        (None, {"messages_sent_total": 1, "message_lateness_seconds_count": 1}),
        (FaultKind.RATE_LIMITED, {"messages_held_back_total": 1}),
        (FaultKind.LOSE_REPLY, {"messages_unknown_total": 1}),
    ],
)
def test_each_end_of_an_attempt_is_counted(
    outbox: Outbox, fault: FaultKind | None, counted: dict[str, float]
) -> None:
    if fault is not None:
        outbox.slack.faults.plan(Fault("chat.postMessage", fault, retry_after=40))
    outbox.want("hello", "Hello Gus.")
    outbox.send()

    assert numbers(outbox) == counted


def test_rows_waiting_for_an_operator_are_counted(outbox: Outbox) -> None:
    outbox.want("hello", "Hello all.", to="C0BACKEND")
    outbox.send()

    assert numbers(outbox) == {
        "messages_refused_total": 1,
        "messages_stuck_total": 1,
        "messages_sent_total": 1,
        "message_lateness_seconds_count": 1,
    }


def test_metrics_are_served_on_loopback_if_a_port_is_set() -> None:
    port = free_port()
    with serve_metrics(settings(port), create_metrics()):
        told = httpx.get(f"http://127.0.0.1:{port}/metrics").text
        others = [httpx.get(f"http://127.0.0.1:{port}{path}") for path in OTHER_PATHS]
        with (
            pytest.raises(SettingsError, match=r"RUNTIME_UPGRADE_METRICS_PORT .* another one"),
            serve_metrics(settings(port), create_metrics()),
        ):
            pass

    assert {answer.status_code for answer in others} == {404}
    assert "runtime_upgrade_messages_sent_total 0.0" in told
    assert "runtime_upgrade_backlog 0.0" in told
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"http://127.0.0.1:{port}/metrics")


def test_without_a_port_no_metrics_are_served() -> None:
    with serve_metrics(settings(None), create_metrics()):
        pass


def test_the_doctor_says_when_a_backlog_ends(outbox: Outbox) -> None:
    now = outbox.clock().wall.replace(hour=9, minute=30)

    assert list(check_backlog(99, Policy().pace, now)) == []
    (line,) = check_backlog(1000, Policy().pace, now)
    assert (line.level, line.what) == (Level.warn, "1000 messages are waiting to be posted.")
    assert line.todo == f"the last one will be sent at about {long_date(now)}, 09:40 UTC"
