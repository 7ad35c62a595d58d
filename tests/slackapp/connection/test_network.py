"""One CA file and one proxy for every client, and sentences that name the setting."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from gitlab_gateway.connection import Connection
from gitlab_gateway.errors import UnreachableError
from sandbox.run import Sandbox
from slackapp.connection.tls import tls_context
from tests import terminal
from tests.slackapp.connection.tls_relay import CA, behind_tls


def doctor(box: Sandbox, folder: Path, **changed: str) -> CompletedProcess[str]:
    environment = terminal.environment_of(box, **changed)
    return terminal.run("doctor", environment=environment, folder=folder)


@contextmanager
def recording_proxy() -> Iterator[tuple[str, list[str]]]:
    """Serve a proxy that refuses everything; yield its address and the request lines."""
    heard: list[str] = []

    def serve() -> None:
        with suppress(OSError):
            while True:
                caller, _ = listening.accept()
                with caller:
                    heard.append(caller.recv(65536).decode().partition("\r\n")[0])
                    caller.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        serving = threading.Thread(target=serve, daemon=True)
        serving.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", heard
        listening.shutdown(socket.SHUT_RDWR)
        serving.join()


def test_one_file_of_a_private_ca_is_enough_for_every_client(box: Sandbox, tmp_path: Path) -> None:
    with behind_tls(box.gitlab.url) as gitlab, behind_tls(box.slack.api_url) as slack:
        there = {"GITLAB_URL": gitlab, "SLACK_API_URL": slack}
        trusted = doctor(box, tmp_path, RUNTIME_UPGRADE_CA_FILE=str(CA), **there)
        untrusted = doctor(box, tmp_path, **there)

    assert "SLACK_BOT_TOKEN belongs to runtime-upgrade" in trusted.stdout
    assert "GITLAB_TOKEN belongs to runtime-upgrade-bot" in trusted.stdout
    assert "The 4 workflow labels exist." in trusted.stdout
    assert untrusted.returncode == 1
    assert "✖ slack      Slack's TLS certificate cannot be verified." in untrusted.stdout
    assert (
        "✖ gitlab     GitLab's TLS certificate cannot be verified: set RUNTIME_UPGRADE_CA_FILE to "
        "its CA certificate."
    ) in untrusted.stdout


def test_both_ways_to_gitlab_name_the_certificate(box: Sandbox) -> None:
    with behind_tls(box.gitlab.url) as url:
        trusting = Connection(url, box.gitlab.token, tls=tls_context(CA))
        assert trusting.get("/user")["username"] == "runtime-upgrade-bot"
        assert trusting.query("{ currentUser { username } }")["currentUser"]
        trusting.close()
        careful = Connection(url, box.gitlab.token, tls=tls_context(None))
        for call in (lambda: careful.get("/user"), lambda: careful.query("{ currentUser { id } }")):
            with pytest.raises(UnreachableError, match=r"certificate .* RUNTIME_UPGRADE_CA_FILE"):
                call()
        careful.close()


@pytest.mark.parametrize("setting", ["HTTPS_PROXY", "ALL_PROXY"])
def test_one_proxy_is_used_by_every_client_but_not_on_loopback(
    box: Sandbox, tmp_path: Path, setting: str
) -> None:
    with recording_proxy() as (proxy, heard):
        away = {"SLACK_API_URL": "https://slack.example/api/", "GITLAB_URL": "https://git.example"}
        doctor(box, tmp_path, **{setting: proxy}, **away)
        asked = set(heard)
        heard.clear()
        direct = doctor(box, tmp_path, NO_PROXY="git.example", **{setting: proxy}, **away)
        here = doctor(box, tmp_path, **{setting: proxy})

    assert asked == {
        "CONNECT slack.example:443 HTTP/1.0",
        "CONNECT git.example:443 HTTP/1.0",
    }
    assert {line for line in heard if "git" in line} == set()
    assert "✖ gitlab" in direct.stdout
    assert "GITLAB_TOKEN belongs to runtime-upgrade-bot" in here.stdout
