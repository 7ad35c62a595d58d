"""The doctor says what is wrong and what to do, and changes nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from gitlab_gateway.connection import Connection
from gitlab_gateway.permissions import PERMISSIONS
from sandbox.faults import Fault, FaultKind
from sandbox.gitlab.access import ASSISTANT
from sandbox.gitlab.changes import end_membership
from sandbox.gitlab.conditions import Conditions
from sandbox.gitlab.versions import VERSIONS
from sandbox.run import Sandbox, start_sandbox
from slackapp.assistant import Assistant, slack_client, system_clock
from slackapp.cli.demo import sandbox_settings
from slackapp.cli.installed import installed_app
from slackapp.doctor.checkup import CheckResult, CheckupContext, run_checkup
from slackapp.doctor.clock import check_clock
from slackapp.doctor.lines import Level, ReportLine, fail, ok, skipped, warn
from slackapp.manifest import MANIFEST
from slackapp.settings import Settings, TerminalSettings
from storage.migrate import migrate
from storage.store import open_store
from tests import terminal


def report(settings: Settings) -> tuple[CheckResult, ...]:
    terminal = TerminalSettings(
        gitlab_url=settings.gitlab_url,
        gitlab_token=settings.gitlab_token,
        runtime_upgrade_database_url=settings.runtime_upgrade_database_url,
        runtime_upgrade_catalog=settings.runtime_upgrade_catalog,
    )
    gitlab = Connection(settings.gitlab_url, settings.gitlab_token.get_secret_value())
    slack = slack_client(settings, timeout=5)
    findings = tuple(run_checkup(CheckupContext(settings, terminal, slack, gitlab, system_clock)))
    gitlab.close()
    return findings


def troubles(settings: Settings, *levels: Level) -> list[tuple[str, str]]:
    wanted = levels or (Level.fail,)
    return [(f.theme, f.line.what) for f in report(settings) if f.line.level in wanted]


@contextmanager
def sandboxed(**options: Any) -> Iterator[Sandbox]:  # noqa: ANN401 - the sandbox's own options
    with start_sandbox(**{"installed": installed_app(), **options}) as box:
        box.slack.join_channel("U0BOT", "C0WGRUNTIME")
        box.slack.join_channel("U0BOT", "C0OPERATORS")
        yield box


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "doctor.db"


def test_a_sandbox_as_it_should_be_has_no_failure(assistant: Assistant, box: Sandbox) -> None:
    path = Path(assistant.deps.store.engine.url.database or "")
    path.chmod(0o600)

    findings = report(sandbox_settings(box, path))

    assert [f for f in findings if f.line.level == Level.fail] == []
    assert {f.theme for f in findings} == {
        *("settings", "catalog", "database", "slack", "gitlab", "people")
    }
    assert (
        CheckResult("slack", ReportLine(Level.ok, "All 12 scopes of manifest.yml are granted."))
        in findings
    )
    assert all(f.line.todo for f in findings if f.line.level in (Level.warn, Level.fail))


def test_a_wrong_bot_token_is_named(box: Sandbox, database: Path) -> None:
    settings = sandbox_settings(box, database).model_copy(
        update={"slack_bot_token": SecretStr("xoxb-wrong")}
    )

    assert troubles(settings) == [("slack", "Slack refuses SLACK_BOT_TOKEN (invalid_auth).")]


def test_a_bot_token_in_the_place_of_the_app_token_is_named(box: Sandbox, database: Path) -> None:
    settings = sandbox_settings(box, database).model_copy(
        update={"slack_app_token": SecretStr(box.slack.bot_token)}
    )

    assert troubles(settings) == [
        ("slack", "Slack refuses SLACK_APP_TOKEN (not_allowed_token_type).")
    ]


def test_a_wrong_gitlab_token_is_named_and_costs_only_gitlab(box: Sandbox, database: Path) -> None:
    settings = sandbox_settings(box, database).model_copy(
        update={"gitlab_token": SecretStr("glpat-wrong")}
    )

    assert ("gitlab", "GitLab refuses GITLAB_TOKEN.") in troubles(settings)
    assert {theme for theme, _ in troubles(settings)} <= {"gitlab", "people"}


def test_a_gitlab_that_is_away_is_named(box: Sandbox, database: Path) -> None:
    settings = sandbox_settings(box, database).model_copy(
        update={"gitlab_url": "http://127.0.0.1:9"}
    )

    assert {theme for theme, _ in troubles(settings)} == {"gitlab", "people"}


@pytest.mark.parametrize(
    ("conditions", "trouble", "todo"),
    [
        (
            Conditions(redirect_to="https://gitlab.example"),
            "GitLab redirects to another address.",
            "set GITLAB_URL to https://gitlab.example",
        ),
        (
            Conditions(sign_in_page=True),
            "GitLab's address returned a web page, such as a sign-in page.",
            "check GITLAB_URL, and any proxy in front of GitLab",
        ),
    ],
    ids=["redirect", "sign-in page"],
)
def test_a_wrong_address_is_one_sentence_with_the_setting(
    box: Sandbox, database: Path, conditions: Conditions, trouble: str, todo: str
) -> None:
    box.gitlab.state.conditions = conditions

    lines = [f.line for f in report(sandbox_settings(box, database)) if f.theme == "gitlab"]

    assert [(line.level, line.what, line.todo) for line in lines] == [
        (Level.fail, trouble, todo),
        (Level.skipped, "Group, projects and people cannot be checked without GitLab.", ""),
    ]


def test_a_group_that_is_hidden_is_one_sentence(box: Sandbox, database: Path) -> None:
    end_membership(box.gitlab.state, ASSISTANT)

    assert troubles(sandbox_settings(box, database)) == [
        ("gitlab", "The group gitlab-org is not visible to the token.")
    ]


def test_a_missing_scope_says_what_it_costs(database: Path) -> None:
    app = installed_app()
    less = replace(app, scopes=app.scopes - {"pins:write", "channels:read", "groups:read"})
    with sandboxed(installed=less) as box:
        settings = sandbox_settings(box, database)

        warned = troubles(settings, Level.warn, Level.skipped)

        assert (
            "slack",
            "The scope pins:write was not granted: the campaign's card is not pinned.",
        ) in warned
        assert ("slack", "The channel C0WGRUNTIME cannot be checked (missing_scope).") in warned
        assert troubles(settings) == []


def test_it_names_the_channels_where_nothing_could_be_announced(database: Path) -> None:
    with sandboxed() as box:
        box.slack.join_channel("U0BOT", "C0BACKEND")
        box.slack.archive("C0RELEASES")
        told = report(sandbox_settings(box, database))

    assert [f.line for f in told if "announcements" in f.line.what] == [
        ok("The announcements' channel C0BACKEND is #backend, and the app is in it."),
        warn(
            "The app is not in the announcements' channel C0DEVELOPMENT.",
            "type /invite @runtime-upgrade",
        ),
        warn(
            "The announcements' channel C0RELEASES is archived.", "set another one in the catalog"
        ),
    ]


def test_a_hidden_project_and_one_where_it_is_a_guest_fail(database: Path) -> None:
    options = {
        "hidden_projects": frozenset({"gitlab-org/gitaly"}),
        "guest_projects": frozenset({"gitlab-org/cli"}),
    }
    with sandboxed(gitlab_options=options) as box:
        assert troubles(sandbox_settings(box, database)) == [
            ("gitlab", "gitlab-org/gitaly is not visible to the token."),
            ("gitlab", "The assistant may not assign, label and link issues in gitlab-org/cli."),
        ]


def test_a_token_that_only_reads_fails(database: Path) -> None:
    with sandboxed(gitlab_options={"scopes": ("read_api",)}) as box:
        told = troubles(sandbox_settings(box, database))

    assert told == [("gitlab", "The token lacks the `api` scope; it has read_api.")]


def test_without_premium_it_names_what_stands_in(database: Path) -> None:
    with sandboxed(premium=False) as box:
        warned = troubles(sandbox_settings(box, database), Level.warn)

    assert (
        "gitlab",
        "Without Premium, `relates_to` links and notes replace blocking links.",
    ) in warned
    assert any("has no epics (Premium)" in what for _, what in warned)


def test_a_channel_without_the_app_fails(database: Path) -> None:
    with sandboxed() as box:
        box.slack.workspace.channel("C0WGRUNTIME").members.discard("U0BOT")

        told = troubles(sandbox_settings(box, database))

    assert told == [("slack", "The app is not in the channel C0WGRUNTIME.")]


def test_a_group_where_it_is_no_member_fails(database: Path) -> None:
    with sandboxed() as box:
        root = box.gitlab.state.find_group("gitlab-org")
        assert root is not None
        root.members.pop(9001)

        told = troubles(sandbox_settings(box, database))

    assert (
        "gitlab",
        "The assistant may not create labels and epics in gitlab-org.",
    ) in told


def test_a_label_that_is_missing_is_named(database: Path) -> None:
    with sandboxed() as box:
        labels = box.gitlab.state.labels
        (gone,) = [key for key, label in labels.items() if label.name == "workflow::blocked"]
        del labels[gone]

        warned = troubles(sandbox_settings(box, database), Level.warn)

    assert ("gitlab", "The group gitlab-org has no label workflow::blocked.") in warned


def test_a_slack_that_offers_less_costs_that_look_only(database: Path) -> None:
    unknown = b'{"ok":false,"error":"unknown_method"}'
    with sandboxed() as box:
        for method in ("conversations.info", "users.info"):
            fault = Fault(method, FaultKind.STATUS, None, status=200, body=unknown)
            box.slack.faults.plan(replace(fault, content_type="application/json"))
        settings = sandbox_settings(box, database)

        assert troubles(settings) == []
        assert (
            "slack",
            "The channel C0WGRUNTIME cannot be checked (unknown_method).",
        ) in troubles(settings, Level.skipped)


def test_a_slack_that_is_away_is_named(box: Sandbox, database: Path) -> None:
    settings = sandbox_settings(box, database).model_copy(
        update={"slack_api_url": "http://127.0.0.1:9/api/"}
    )

    assert troubles(settings) == [("slack", "Slack does not answer.")] * 2


def test_the_shipped_catalog_says_what_is_to_be_filled_in(box: Sandbox, database: Path) -> None:
    settings = sandbox_settings(box, database).model_copy(
        update={"runtime_upgrade_catalog": MANIFEST.parent / "catalog"}
    )

    assert troubles(settings) == [
        (
            "slack",
            "The workspace T0TANUKI is not in the catalog: nobody there has any permissions.",
        ),
        ("slack", "The channel C00000000 is not visible to the app (channel_not_found)."),
        (
            "people",
            "No facilitator or functional lead has a Slack id: nobody can start a campaign.",
        ),
    ]


def test_a_catalog_with_a_mistake_is_named_with_file_and_line(
    box: Sandbox, database: Path, tmp_path: Path
) -> None:
    (tmp_path / "working-group.yml").write_text("name: x\n")
    settings = sandbox_settings(box, database).model_copy(
        update={"runtime_upgrade_catalog": tmp_path}
    )

    told = troubles(settings)

    assert ("catalog", "working-group.yml, line 1, field channel: Field required.") in told
    assert {theme for theme, _ in told} == {"catalog"}


def test_a_database_that_others_can_read_fails(box: Sandbox, database: Path) -> None:
    store = open_store(f"sqlite:///{database}")
    migrate(store.engine)
    store.dispose()
    database.chmod(0o644)

    assert troubles(sandbox_settings(box, database)) == [
        ("database", f"Other users can read the database {database}.")
    ]


def test_looking_creates_no_database(box: Sandbox, database: Path) -> None:
    report(sandbox_settings(box, database))

    assert not database.exists()


@pytest.mark.parametrize(
    ("headers", "level"),
    [
        ({}, Level.skipped),
        ({"date": "no date"}, Level.skipped),
        ({"date": "Thu, 30 Mar 2023 09:30:00 GMT"}, Level.ok),
        ({"date": "Thu, 30 Mar 2023 09:31:00 GMT"}, Level.warn),
    ],
)
def test_the_clock_is_compared_with_slacks(headers: dict[str, str], level: Level) -> None:
    now = datetime(2023, 3, 30, 9, 30, tzinfo=UTC) + timedelta(seconds=5)

    assert check_clock(headers, now).level == level


def test_on_a_bare_machine_it_says_what_to_set_and_exits_1(tmp_path: Path) -> None:
    done = terminal.run("doctor", environment={}, folder=tmp_path)

    assert done.returncode == 1
    assert "Set SLACK_BOT_TOKEN, SLACK_APP_TOKEN, GITLAB_URL, GITLAB_TOKEN" in done.stdout
    assert "Traceback" not in done.stderr


NEEDED = frozenset(PERMISSIONS.values())


def lines_about(database: Path, words: str, **options: Any) -> list[ReportLine]:  # noqa: ANN401
    with sandboxed(gitlab_options=options) as box:
        found = report(sandbox_settings(box, database))
    return [f.line for f in found if f.theme == "gitlab" and words in f.line.what]


def test_a_fine_grained_token_with_every_permission_is_accepted(database: Path) -> None:
    assert lines_about(database, "fine-grained", granular=NEEDED) == [
        ok("The token is fine-grained and has every permission that the assistant needs.")
    ]


def test_a_fine_grained_token_names_what_it_lacks_and_when_it_expires(database: Path) -> None:
    today = datetime.now(UTC).date()
    options = {"granular": NEEDED - {"Job: Read"}, "expires_on": today + timedelta(days=9)}

    assert lines_about(database, "token", **options) == [
        fail(
            "The fine-grained token lacks Job: Read.",
            "create one with the permissions in docs/gitlab-token.md",
        ),
        warn(
            f"The token expires on {options['expires_on']}, in 9 days.",
            "create another one before that day, set GITLAB_TOKEN, and restart",
        ),
    ]


def test_a_fine_grained_token_that_may_not_read_itself_is_recognised(database: Path) -> None:
    granular = NEEDED - {"Personal Access Token: Read"}

    assert lines_about(database, "fine-grained", granular=granular) == [
        skipped(
            "The token is fine-grained, and GitLab does not list its permissions.",
            "compare them with docs/gitlab-token.md",
        )
    ]


def test_what_an_older_gitlab_lacks_is_named_with_its_fallback(database: Path) -> None:
    warned = lines_about(database, "not visible", **VERSIONS["17"])

    assert [line.what for line in warned] == [
        "Status is not visible on this GitLab: labels and links are followed."
    ]


@pytest.mark.parametrize(
    ("without", "how"),
    [(frozenset(), "as work items"), (frozenset({"Mutation.workItemCreate"}), "over REST")],
)
def test_it_says_how_epics_are_written(database: Path, without: frozenset[str], how: str) -> None:
    assert lines_about(database, "has epics", without=without) == [
        ok(f"gitlab-org has epics; the assistant writes them {how}.")
    ]


def test_types_that_the_group_defined_or_disabled_are_named(database: Path) -> None:
    options = {"custom_types": ("Upgrade",), "disabled_types": frozenset({"Issue"})}

    custom, disabled = (line.what for line in lines_about(database, "type", **options))

    assert custom == "Issues of the group's own types are followed like any other: Upgrade."
    assert disabled.startswith("The work item type Issue is disabled in the group")
