"""Snapshots of a sandbox's state, from which it can be started any number of times.

A started campaign takes seconds to create and milliseconds to restore. Use a snapshot only in the
process tree that took it: it is pickled, so never load one from an untrusted source.
"""

import pickle
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from socket import socket
from typing import Any

from sandbox.clock import StoryClock
from sandbox.faults import Faults
from sandbox.gitlab.server import GitLabServer, gitlab_of
from sandbox.gitlab.state import GitLabState
from sandbox.run import Sandbox, serve_gitlab, serve_slack
from sandbox.serving import LOOPBACK, listen
from sandbox.slack.installed import InstalledApp
from sandbox.slack.server import SlackServer
from sandbox.slack.workspace import Workspace


@dataclass(frozen=True)
class Addresses:
    """The URLs at which a sandbox's Slack and GitLab were served."""

    slack: str
    gitlab: str

    def move(self, content: bytes, to: "Addresses") -> bytes:
        """Return ``content`` with these URLs replaced by others of the same length."""
        for old, new in ((self.slack, to.slack), (self.gitlab, to.gitlab)):
            if len(old) != len(new):
                raise ValueError(f"cannot move the snapshot: {new} is not as long as {old}")
            content = content.replace(old.encode(), new.encode())
        return content


@dataclass(frozen=True)
class Snapshot:
    """A stopped sandbox: its story time, its URLs and the state of both services."""

    story: datetime
    addresses: Addresses
    content: bytes


def take_snapshot(box: Sandbox) -> Snapshot:
    """Take a snapshot, without planned faults and journals."""
    with box.gitlab.state.lock, box.slack.workspace.lock:
        content = pickle.dumps((box.gitlab.state, box.gitlab.token, box.slack.workspace))
    return Snapshot(box.clock.now(), addresses_of(box), content)


def addresses_of(box: Sandbox) -> Addresses:
    """Return the URLs of a running sandbox."""
    return Addresses(box.slack.url, box.gitlab.url)


@contextmanager
def start_from(
    snapshot: Snapshot,
    *,
    installed: InstalledApp | None = None,
    gitlab_options: Mapping[str, Any] | None = None,
) -> Iterator[Sandbox]:
    """Serve both from a snapshot, at its story time, until the block ends.

    ``gitlab_options`` are fields of `sandbox.gitlab.features.Features`, as after an upgrade.
    """
    clock, faults = StoryClock(snapshot.story), Faults()
    slack_socket, gitlab_socket = listen(), listen()
    here = Addresses(_url(slack_socket), _url(gitlab_socket))
    content = snapshot.addresses.move(snapshot.content, here)
    state, token, workspace = pickle.loads(content)  # noqa: S301 - trusted, see the module
    state.features = replace(state.features, **(gitlab_options or {}))
    gitlab = _gitlab(state, token, clock, faults)
    slack = _slack(workspace, here, clock, installed or InstalledApp())
    with serve_gitlab(gitlab, faults, gitlab_socket) as served, serve_slack(slack, slack_socket):
        yield Sandbox(clock, slack, served, faults)


def _url(sock: socket) -> str:
    return f"http://{LOOPBACK}:{sock.getsockname()[1]}"


def _gitlab(state: GitLabState, token: str, clock: StoryClock, faults: Faults) -> GitLabServer:
    state.clock = clock
    return gitlab_of(state, token, faults)


def _slack(
    workspace: Workspace, here: Addresses, clock: StoryClock, installed: InstalledApp
) -> SlackServer:
    workspace.resume(installed, time.time, clock.now)
    return SlackServer(
        here.slack,
        wire_now=time.time,
        installed=installed,
        clock=clock,
        gitlab_url=here.gitlab,
        workspace=workspace,
    )
