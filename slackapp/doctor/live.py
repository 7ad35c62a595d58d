"""`doctor --live`: the checks that write, and the report of everything."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from secrets import token_hex

from campaigns.lifecycle.plans import marker
from campaigns.states import ItemState
from gitlab_gateway.connection import Connection
from gitlab_gateway.errors import GitLabError
from gitlab_gateway.introspection import introspect
from gitlab_gateway.projects import read_version
from gitlab_gateway.schema import read_schema
from slackapp.doctor.bug_report import BugReport, stand_ins, write_report
from slackapp.doctor.checkup import CheckResult, CheckupContext
from slackapp.doctor.lines import ReportLine, fail, ok, skipped
from slackapp.doctor.live_gitlab import Scratch, try_gitlab
from slackapp.doctor.live_slack import try_slack
from slackapp.doctor.steps import LiveStep
from storage.catalog.read import Catalog, CatalogError, read_catalog

THEME = "live"


def run_live(
    context: CheckupContext, project: str | None, file: Path, found: Sequence[CheckResult]
) -> Iterator[CheckResult]:
    """Try one message, and with a ``project`` a campaign's writes; then write the report.

    ``found`` is what the checkup found, for the report.
    """
    if context.settings is None:
        yield CheckResult(THEME, skipped("Nothing was tried: settings are missing."))
        return
    catalog = _catalog(context)
    operators = catalog.working_group.operator_channel if catalog else None
    steps = list(try_slack(context.slack, operators))
    yield from (CheckResult(THEME, step.line) for step in steps)
    if project is not None:
        tried = _try_gitlab(context, catalog, project)
        yield from (CheckResult(THEME, step.line) for step in tried)
        steps += tried
    yield CheckResult(THEME, _write(context, catalog, BugReport(found, steps), project or "", file))


def _catalog(context: CheckupContext) -> Catalog | None:
    try:
        return read_catalog(context.terminal.runtime_upgrade_catalog)
    except CatalogError:
        return None  # the checkup has said so


def _try_gitlab(context: CheckupContext, catalog: Catalog | None, project: str) -> list[LiveStep]:
    statuses = catalog.working_group.statuses.get(ItemState.in_dev, ()) if catalog else ()
    try:
        schema = read_schema(context.gitlab, project.rpartition("/")[0])
        mark = marker("doctor", token_hex(4))
        scratch = Scratch(project, mark, schema, next(iter(statuses), None))
        return try_gitlab(context.gitlab, scratch)
    except GitLabError as error:
        line = fail(f"GitLab could not be tried: {error}.", "check GITLAB_URL and GITLAB_TOKEN")
        return [LiveStep("try GitLab", line, {"error": str(error)})]


def _write(
    context: CheckupContext,
    catalog: Catalog | None,
    report: BugReport,
    project: str,
    file: Path,
) -> ReportLine:
    slack_url = context.settings.slack_api_url if context.settings else ""
    names = stand_ins(catalog, (context.terminal.gitlab_url, slack_url), project)
    try:
        write_report(_with_gitlab(report, context.gitlab, project.rpartition("/")[0]), file, names)
    except OSError as error:
        return fail(f"{file} cannot be written ({error.strerror}).", "choose another --report")
    return ok(f"The report is in {file}: read it before you attach it to a bug.")


def _with_gitlab(report: BugReport, gitlab: Connection, group: str) -> BugReport:
    """Add what GitLab says of itself; a report without it is better than none."""
    try:
        schema, described = read_schema(gitlab, group), introspect(gitlab)
        return replace(
            report,
            schema=schema,
            introspection=described,
            gitlab_version=read_version(gitlab),
        )
    except GitLabError:
        return report
