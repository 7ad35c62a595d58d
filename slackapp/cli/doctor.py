"""The `doctor` command: finds problems to fix before the assistant goes live."""

import json
import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from slack_sdk import WebClient

from gitlab_gateway.connection import Connection
from slackapp.assistant import SLACK_TIMEOUT, slack_client, system_clock
from slackapp.cli.proxies import tell_ignored_proxies
from slackapp.connection.tls import tls_context
from slackapp.doctor.checkup import FIX, CheckResult, CheckupContext, run_checkup
from slackapp.doctor.lines import Level, fail
from slackapp.doctor.live import run_live
from slackapp.settings import (
    Settings,
    SettingsError,
    read_settings,
    read_terminal_settings,
)

SIGNS = {Level.ok: "✔", Level.warn: "!", Level.fail: "✖", Level.skipped: "-"}


Live = Annotated[
    bool, typer.Option("--live", help="Post, edit and delete one message; write a report.")
]
Project = Annotated[
    str | None,
    typer.Option(help="With --live: a scratch project in which to try a campaign's writes."),
]
Report = Annotated[Path, typer.Option(help="With --live: the file of the report.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]


def doctor(
    *,
    as_json: Json = False,
    live: Live = False,
    project: Project = None,
    report: Report = Path("doctor-report.json"),
) -> None:
    """Check settings, tokens, scopes, projects, people and database; explain how to fix problems.

    Does not change or post anything without --live. Exits with status 1 if a check fails.
    """
    if project is not None and not live:
        raise typer.BadParameter("--project needs --live")
    try:
        context, settings_error = _checkup_context()
    except SettingsError as error:
        _end([CheckResult("settings", fail(str(error), FIX))], as_json=as_json)
    found: list[CheckResult] = []
    findings = _kept(run_checkup(context, settings_error), found)
    if live:
        findings = chain(findings, run_live(context, project, report, found))
    _end(findings, as_json=as_json)


def _kept(findings: Iterable[CheckResult], found: list[CheckResult]) -> Iterator[CheckResult]:
    """Yield findings as they come, and keep them for the report."""
    for finding in findings:
        found.append(finding)
        yield finding


def _end(findings: Iterable[CheckResult], *, as_json: bool) -> NoReturn:
    """Print the findings, and exit with 1 if one of them fails."""
    listed = []
    for finding in findings:
        listed.append(finding)
        if not as_json:
            typer.echo(_plain(finding))
    passed = all(finding.line.level != Level.fail for finding in listed)
    if as_json:
        typer.echo(json.dumps({"ok": passed, "lines": [_json(f) for f in listed]}, indent=2))
    sys.exit(0 if passed else 1)


def _checkup_context() -> tuple[CheckupContext, str]:
    tell_ignored_proxies()
    settings, settings_error = _settings()
    terminal = read_terminal_settings()
    gitlab = Connection(
        terminal.gitlab_url,
        terminal.gitlab_token.get_secret_value(),
        tls=tls_context(terminal.runtime_upgrade_ca_file),
    )
    slack = WebClient(retry_handlers=[])
    if settings is not None:
        slack = slack_client(settings, timeout=SLACK_TIMEOUT)
    return CheckupContext(settings, terminal, slack, gitlab, system_clock), settings_error


def _settings() -> tuple[Settings | None, str]:
    try:
        return read_settings(), ""
    except SettingsError as error:
        return None, str(error)


def _plain(finding: CheckResult) -> str:
    line = finding.line
    todo = f"\n             → {line.todo}" if line.todo else ""
    return f"{SIGNS[line.level]} {finding.theme:<9}  {line.what}{todo}"


def _json(finding: CheckResult) -> dict[str, str]:
    line = finding.line
    return {"theme": finding.theme, "level": line.level, "what": line.what, "todo": line.todo}
