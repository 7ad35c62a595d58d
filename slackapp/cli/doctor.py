"""The `doctor` command: finds problems to fix before the assistant goes live."""

import json
import sys
from typing import Annotated

import typer
from slack_sdk import WebClient

from gitlab_gateway.connection import Connection
from slackapp.assistant import SLACK_TIMEOUT, slack_client, system_clock
from slackapp.cli.proxies import tell_ignored_proxies
from slackapp.connection.tls import tls_context
from slackapp.doctor.checkup import CheckResult, CheckupContext, run_checkup
from slackapp.doctor.lines import Level
from slackapp.settings import (
    Settings,
    SettingsError,
    read_settings,
    read_terminal_settings,
)

SIGNS = {Level.ok: "✔", Level.warn: "!", Level.fail: "✖", Level.skipped: "-"}


def doctor(
    *, as_json: Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")] = False
) -> None:
    """Check settings, tokens, scopes, projects, people and database; explain how to fix problems.

    Does not change or post anything. Exits with status 1 if a check fails.
    """
    findings = []
    for finding in run_checkup(*_checkup_context()):
        findings.append(finding)
        if not as_json:
            typer.echo(_plain(finding))
    passed = all(finding.line.level != Level.fail for finding in findings)
    if as_json:
        typer.echo(json.dumps({"ok": passed, "lines": [_json(f) for f in findings]}, indent=2))
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
