"""Starting the sandbox: a Slack and a GitLab on loopback that share people and a story clock."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from socket import socket
from typing import TYPE_CHECKING, Any

from sandbox.clock import StoryClock
from sandbox.control import with_control
from sandbox.faults import Faults
from sandbox.people import CHANNELS, PEOPLE, Person
from sandbox.serving import LOOPBACK, listen, serve
from sandbox.slack.control import control_routes
from sandbox.slack.installed import InstalledApp
from sandbox.slack.server import SlackServer

if TYPE_CHECKING:
    from sandbox.gitlab.server import GitLabServer


@dataclass(frozen=True)
class Sandbox:
    """A running Slack and GitLab, and the story clock that they share.

    Slack's faults and journal are in ``slack.faults``, GitLab's in
    ``gitlab_faults``.
    """

    clock: StoryClock
    slack: SlackServer
    gitlab: "GitLabServer"
    gitlab_faults: Faults


@contextmanager
def start_sandbox(
    *,
    clock: StoryClock | None = None,
    slack_port: int = 0,
    gitlab_port: int = 0,
    premium: bool = True,
    strict: bool = False,
    people: Iterable[Person] = PEOPLE,
    channels: Iterable[tuple[str, str]] = CHANNELS,
    installed: InstalledApp | None = None,
    gitlab_options: Mapping[str, Any] | None = None,
) -> Iterator[Sandbox]:
    """Serve both on loopback until the block ends; port 0 selects a free port.

    ``strict`` enables Slack's rate limits; ``people`` exist in both services; ``installed``
    has the installed app's scopes, events and commands; ``gitlab_options`` are passed to
    ``create_gitlab``.

    Raises:
        OSError: a port is in use.
    """
    clock, faults, people = clock or StoryClock(), Faults(), tuple(people)
    with ExitStack() as stack:
        gitlab = stack.enter_context(
            start_gitlab(
                clock=clock,
                port=gitlab_port,
                premium=premium,
                faults=faults,
                options={"people": people, **(gitlab_options or {})},
            )
        )
        slack = stack.enter_context(
            start_slack(
                clock=clock,
                port=slack_port,
                strict=strict,
                people=people,
                channels=channels,
                installed=installed,
                gitlab_url=gitlab.url,
            )
        )
        yield Sandbox(clock, slack, gitlab, faults)


@contextmanager
def start_slack(
    *,
    clock: StoryClock | None = None,
    port: int = 0,
    strict: bool = False,
    people: Iterable[Person] = PEOPLE,
    channels: Iterable[tuple[str, str]] = CHANNELS,
    installed: InstalledApp | None = None,
    gitlab_url: str = "",
    wire_now: Callable[[], float] = time.time,
) -> Iterator[SlackServer]:
    """Start only the Slack; the yielded server has the tokens, which are not printed."""
    sock = listen(port)
    url = f"http://{LOOPBACK}:{sock.getsockname()[1]}"
    slack = SlackServer(
        url,
        wire_now=wire_now,
        installed=installed,
        people=people,
        channels=channels,
        clock=clock,
        gitlab_url=gitlab_url,
        strict=strict,
    )
    with serve_slack(slack, sock):
        yield slack


@contextmanager
def start_gitlab(
    *,
    clock: StoryClock | None = None,
    port: int = 0,
    premium: bool = True,
    faults: Faults | None = None,
    options: Mapping[str, Any] | None = None,
) -> Iterator["GitLabServer"]:
    """Start only the GitLab; the yielded server has the tokens."""
    from sandbox.gitlab.server import create_gitlab  # noqa: PLC0415 - Slack alone loads faster

    sock = listen(port)
    faults = faults or Faults()
    gitlab = create_gitlab(
        clock=clock or StoryClock(), faults=faults, premium=premium, **(options or {})
    )
    with serve_gitlab(gitlab, faults, sock) as served:
        yield served


@contextmanager
def serve_slack(slack: SlackServer, sock: socket) -> Iterator[None]:
    """Serve a Slack and its control endpoints until the block ends."""
    with serve(with_control(slack.app, slack.faults, control_routes(slack)), sock):
        yield


@contextmanager
def serve_gitlab(gitlab: "GitLabServer", faults: Faults, sock: socket) -> Iterator["GitLabServer"]:
    """Serve a GitLab and its control endpoints until the block ends; yield it with its URL."""
    from sandbox.gitlab.control import control_routes as gitlab_routes  # noqa: PLC0415 - as above

    with serve(with_control(gitlab.app, faults, gitlab_routes(gitlab.state)), sock) as served:
        yield replace(gitlab, url=served.url)
