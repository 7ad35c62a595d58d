"""The `demo` command: sandbox and assistant in one process, to click through or to watch."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from pydantic import SecretStr

import sandbox
from commands.clocks import Clocks
from sandbox.run import Sandbox, start_sandbox
from slackapp.assistant import Assistant, build_assistant
from slackapp.cli.installed import installed_app
from slackapp.cli.sandboxes import wait_for_interrupt
from slackapp.cli.story.chapters import play_story
from slackapp.jobs import GATHER, SYNC
from slackapp.logs import set_up_logs
from slackapp.settings import Settings, settings_of
from slackapp.ticks import IN_THE_SANDBOX
from storage.lifecycle.campaigns import list_campaigns

SYNC_SECONDS = {SYNC: 2, GATHER: 5}
MORNING = time(9, tzinfo=UTC)
EXAMPLE_CATALOG = Path(sandbox.__file__).parent / "catalog"


def sandbox_settings(box: Sandbox, database: Path, catalog: Path = EXAMPLE_CATALOG) -> Settings:
    """Return the settings that connect the assistant to a sandbox."""
    return settings_of(
        slack_bot_token=SecretStr(box.slack.bot_token),
        slack_app_token=SecretStr(box.slack.app_token),
        slack_api_url=box.slack.api_url,
        gitlab_url=box.gitlab.url,
        gitlab_token=SecretStr(box.gitlab.token),
        runtime_upgrade_database_url=f"sqlite:///{database}",
        runtime_upgrade_catalog=catalog,
    )


@contextmanager
def assistant_in(box: Sandbox, database: Path) -> Iterator[Assistant]:
    """Run the assistant against a sandbox, on the sandbox's story clock."""

    def clock() -> Clocks:
        return Clocks(story=box.clock.now(), wall=datetime.now(UTC))

    with build_assistant(sandbox_settings(box, database), clock, IN_THE_SANDBOX) as assistant:
        yield assistant


def sync_often(assistant: Assistant) -> None:
    """Sync with GitLab every few seconds, so that nobody has to wait in the demo."""
    for job, seconds in SYNC_SECONDS.items():
        assistant.scheduler.reschedule_job(job, trigger="interval", seconds=seconds)


def invite_to_announce(box: Sandbox, assistant: Assistant) -> None:
    """Invite the app to the announcement channels, as a working group would."""
    runtimes = assistant.deps.catalog.runtimes.values()
    for channel in {c for r in runtimes for a in r.announcements for c in a.channels}:
        box.slack.join_channel(box.slack.workspace.app.bot_user_id, channel)


def due_moments(assistant: Assistant) -> list[tuple[str, datetime]]:
    """List the due dates of open campaigns, as times to which the story clock can be moved."""
    with assistant.deps.store.read() as session:
        campaigns = list_campaigns(session, only_open=True)
    return [
        (
            f"{campaign.runtime_title} {campaign.version} is due",
            datetime.combine(campaign.due_on, MORNING),
        )
        for campaign in campaigns
        if campaign.due_on
    ]


def demo(
    *,
    play: Annotated[bool, typer.Option(help="Play the story without a browser.")] = False,
    port: Annotated[int, typer.Option(help="The page's port; 0 picks a free one.")] = 0,
) -> None:
    """Start the sandbox with the assistant connected to it, and print the address to open."""
    set_up_logs()
    with (
        tempfile.TemporaryDirectory(prefix="runtime-upgrade-") as folder,
        start_sandbox(slack_port=port, installed=installed_app()) as box,
        assistant_in(box, Path(folder) / "demo.db") as assistant,
    ):
        sync_often(assistant)
        invite_to_announce(box, assistant)
        box.slack.offer_moments(partial(due_moments, assistant))
        if play:
            play_story(box, assistant, typer.echo)
            return
        typer.echo(f"Open {box.slack.url} and type /runtime-upgrade start go 1.20")
        typer.echo(f"GitLab is at {box.gitlab.url}. Press Ctrl-C to stop.")
        wait_for_interrupt()
