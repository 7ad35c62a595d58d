"""No token is printed or logged, however the program fails: real processes, read back."""

import subprocess
import sys

import pytest

FAILURES = """
import asyncio
import logging
import sys
import threading
import warnings

from slackapp.cli import main as command_line
from slackapp.logs import log, remember_secrets, set_up_logs
from slackapp.settings import settings_of


class Unraisable:
    def __init__(self, token):
        self.token = token

    def __del__(self):
        raise ValueError(f"unraisable {self.token}")


def fail(token):
    raise ValueError(f"failed with {token}")


def swallow(token):
    try:
        fail(token)
    except ValueError:
        log.error("logged", why=f"for {token}", exc_info=True)


async def forget(token):
    asyncio.get_running_loop().create_task(later(token))
    await asyncio.sleep(0.01)


async def later(token):
    fail(token)


def fail_in_every_way(token):
    swallow(token)
    logging.getLogger("library").error("library %s", token)
    logging.getLogger("library").error("nested %r", {"headers": [token, token.encode()]})
    warnings.warn(f"warned {token}")
    thread = threading.Thread(target=fail, args=[token])
    thread.start()
    thread.join()
    Unraisable(token)
    asyncio.run(forget(token))
    fail(token)


token = sys.stdin.read()
command_line.cli.command("fail")(lambda: fail_in_every_way(token))
settings_of(
    slack_bot_token="xoxb-1-planted-bot",
    slack_app_token="xapp-1-planted-app",
    gitlab_url="https://gitlab.example",
    gitlab_token="custom.planted.token",
    https_proxy="http://me:planted-proxy@proxy.example",
)
sys.argv = ["runtime-upgrade", "fail"]
command_line.main()
"""
PLANTED = [
    "xoxb-1-planted-bot",
    "xoxe.xoxb-1-planted-rotated",
    "xapp-1-planted-app",
    "glpat-planted.01.abc",
    "custom.planted.token",
    "Bearer planted+/=",
    "Basic cGxhbnRlZA==planted",
    "whsec_planted+/=",
    "wss://wss.example/link/?ticket=planted-ticket&app_id=1",
    "postgresql://me:planted-database@host/x",
    "http://me:planted-proxy@proxy.example",
]


@pytest.fixture(scope="module")
def printed() -> str:
    """Fail in every way with all tokens, and return what the process wrote."""
    done = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-c", FAILURES],
        input="  ".join(PLANTED),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    return done.stdout + done.stderr


def test_no_planted_token_is_printed(printed: str) -> None:
    assert [line for line in printed.splitlines() if "planted" in line] == []


@pytest.mark.parametrize(
    "kind",
    [
        '"event": "logged"',
        '"event": "library ',
        '"event": "nested ',
        "UserWarning: warned ",
        '"event": "uncaught"',
        '"event": "unraisable"',
        '"event": "Task exception was never retrieved',
        "Something went wrong. ",
    ],
)
def test_each_kind_of_failure_is_printed_without_it(printed: str, kind: str) -> None:
    assert kind in printed
    assert "[redacted]" in printed
