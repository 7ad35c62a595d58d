"""The whole checkup, theme by theme; a failing theme does not stop the others."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import chain

from slack_sdk import WebClient
from sqlalchemy.exc import SQLAlchemyError

from commands.clocks import Clocks
from gitlab_gateway.connection import Connection
from gitlab_gateway.errors import GitLabError
from gitlab_gateway.schema import read_schema
from slackapp.doctor import clock, database, gitlab, people, projects
from slackapp.doctor import slack as slack_checks
from slackapp.doctor.asking import ask
from slackapp.doctor.lines import Level, ReportLine, fail, ok, skipped
from slackapp.doctor.machine import check_port
from slackapp.doctor.offers import check_offers
from slackapp.doctor.token import check_token_rights
from slackapp.manifest import ManifestError, read_manifest
from slackapp.settings import Settings, TerminalSettings
from storage.catalog.read import Catalog, CatalogError, Policy, read_catalog
from storage.delivery.claims import count_backlog
from storage.delivery.stuck import QUEUES, list_stuck, list_waiting
from storage.files.failures import (
    StoreUnusableError,
    database_file,
    describe_failure,
    require_intact,
)
from storage.health import bound_usernames, count_overdue, last_sent, read_health
from storage.people.queries import list_time_zones
from storage.store import Store, open_store

PATIENCE = timedelta(minutes=10)
FIX = "fix these settings, then run the doctor again"


@dataclass(frozen=True)
class CheckResult:
    """A line of the report, with its theme."""

    theme: str
    line: ReportLine


@dataclass(frozen=True)
class CheckupContext:
    """The subject of a checkup; without ``settings``, only the catalog and the database."""

    settings: Settings | None
    terminal: TerminalSettings
    slack: WebClient
    gitlab: Connection
    now: Callable[[], Clocks]


def run_checkup(context: CheckupContext, settings_error: str = "") -> Iterator[CheckResult]:
    """Check everything; ``settings_error`` describes invalid settings."""
    if settings_error:
        yield CheckResult("settings", fail(settings_error, FIX))
    else:
        yield CheckResult("settings", ok("All required settings are set."))
    if context.settings is not None:
        yield from _under("settings", check_port(context.settings.runtime_upgrade_metrics_port))
    catalog, lines = _catalog(context)
    yield from _under("catalog", lines)
    usable = _store(context)
    yield from _under("database", _guarded(partial(_database, context, catalog, usable)))
    if context.settings is None:
        why = "Not checked: settings are missing."
        yield from (CheckResult(theme, skipped(why)) for theme in ("slack", "gitlab", "people"))
        return
    yield from _under(
        "slack", _guarded(partial(_slack, context, context.settings, catalog, usable))
    )
    yield from _under("gitlab", _guarded(partial(_gitlab, context, catalog)))
    if catalog is not None:
        yield from _under("people", _guarded(partial(_people, context, catalog, usable)))
    if usable is not None:
        usable.dispose()


def _under(theme: str, lines: Iterable[ReportLine]) -> Iterator[CheckResult]:
    return (CheckResult(theme, line) for line in lines)


def _guarded(look: Callable[[], Iterable[ReportLine]]) -> Iterator[ReportLine]:
    """Turn an error that stops a theme into its last line."""
    try:
        yield from look()
    except GitLabError as error:
        yield fail(f"{error}.", "try again later, or check GITLAB_URL and GITLAB_TOKEN")
    except SQLAlchemyError as error:
        told = str(getattr(error, "orig", None) or error).splitlines()[0]
        reason = describe_failure(error) or told
        yield fail(f"The database cannot be used: {reason}.", "check RUNTIME_UPGRADE_DATABASE_URL")


def _catalog(context: CheckupContext) -> tuple[Catalog | None, list[ReportLine]]:
    try:
        catalog = read_catalog(context.terminal.runtime_upgrade_catalog)
    except CatalogError as error:
        return None, [fail(line, "fix the catalog") for line in str(error).splitlines()]
    counted = [
        f"{len(runtime.components)} components of {name}"
        for name, runtime in sorted(catalog.runtimes.items())
    ]
    well = ok(f"{', '.join(counted)}, in {len(catalog.projects)} projects.")
    return catalog, [well, *people.check_countries(catalog.working_group.reminders)]


def _store(context: CheckupContext) -> Store | None:
    """Open the store; return None if its file is damaged or does not exist.

    A check must not create it.
    """
    url = context.terminal.runtime_upgrade_database_url
    file = database_file(url)
    try:
        if file is not None:
            require_intact(file)
    except StoreUnusableError:
        return None
    return open_store(url)


def _database(
    context: CheckupContext, catalog: Catalog | None, store: Store | None
) -> Iterator[ReportLine]:
    file = database_file(context.terminal.runtime_upgrade_database_url)
    if file is not None:
        yield from database.check_file(file)
    if store is None:
        return
    health = read_health(store.engine)
    yield from database.check_health(health)
    if health.revision == health.newest:
        with store.read() as session:
            stuck = tuple(chain.from_iterable(list_stuck(session, queue) for queue in QUEUES))
            waiting = list_waiting(session)
            now = context.now().wall
            overdue = count_overdue(session, before=now - PATIENCE)
            backlog = count_backlog(session, now)
        yield from database.check_stuck(stuck)
        yield from database.check_waiting(waiting)
        pace = (catalog.working_group.policy if catalog else Policy()).pace
        yield from database.check_backlog(backlog, pace, now)
        yield from database.check_overdue(*overdue)


def _slack(
    context: CheckupContext, settings: Settings, catalog: Catalog | None, store: Store | None
) -> Iterator[ReportLine]:
    group = catalog.working_group if catalog else None
    response = ask(context.slack.auth_test)
    yield clock.check_clock(response.headers, context.now().wall)
    yield from slack_checks.check_bot_token(response, group)
    token = settings.slack_app_token.get_secret_value()
    opened = ask(partial(context.slack.apps_connections_open, app_token=token))
    yield slack_checks.check_app_token(opened)
    if response.error:
        yield skipped("Scopes, channels and metadata cannot be checked without a token.")
        return
    try:
        yield from slack_checks.check_scopes(response, read_manifest().scopes)
    except ManifestError as error:
        yield skipped(f"The scopes cannot be compared with manifest.yml: {error}")
    if group is not None:
        yield from slack_checks.check_channels(context.slack, group)
    if catalog is not None:
        yield from slack_checks.check_announcements(context.slack, [*catalog.runtimes.values()])
    yield slack_checks.check_metadata(context.slack, _last_sent(store))


def _last_sent(store: Store | None) -> tuple[str, str] | None:
    if store is None:
        return None
    with store.read() as session:
        return last_sent(session)


def _gitlab(context: CheckupContext, catalog: Catalog | None) -> Iterator[ReportLine]:
    token = gitlab.check_token(context.gitlab)
    yield token
    if token.level == Level.fail:
        yield skipped("Group, projects and people cannot be checked without GitLab.")
        return
    yield from check_token_rights(context.gitlab, context.now().wall.date())
    yield gitlab.check_version(context.gitlab)
    if catalog is not None:
        schema = read_schema(context.gitlab, catalog.working_group.group)
        group = [*gitlab.check_group(context.gitlab, catalog.working_group, schema)]
        yield from group
        if not gitlab.is_visible(group):
            yield skipped("The projects cannot be checked without the group.")
            return
        yield from check_offers(schema)
        yield from projects.check_projects(context.gitlab, catalog.projects)


def _people(context: CheckupContext, catalog: Catalog, store: Store | None) -> Iterator[ReportLine]:
    members = catalog.working_group.people
    yield from people.check_group_people(members)
    yield from people.check_slack_people(context.slack, members)
    matched = frozenset(p.gitlab for p in members if p.gitlab and p.slack)
    if store is not None:
        with store.read() as session:
            matched |= bound_usernames(session)
            zones = list_time_zones(session)
        yield from people.check_time_zones(zones)
    yield from people.check_dris(context.gitlab, catalog, matched)
