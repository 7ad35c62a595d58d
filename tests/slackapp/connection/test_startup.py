"""Startup: a refused token ends it, a Slack with fewer features does not."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from sandbox.faults import Fault, FaultKind
from sandbox.run import Sandbox
from slackapp.assistant import Assistant, build_assistant
from slackapp.cli.demo import assistant_in, sandbox_settings
from slackapp.cli.story.waiting import CHANNEL, FACILITATOR, wait_for
from slackapp.settings import SettingsError
from slackapp.views.show_help import COMMAND
from storage.people.queries import find_person


@pytest.mark.parametrize(
    ("setting", "token", "sentence"),
    [
        ("slack_bot_token", "xoxb-wrong", "Slack refuses SLACK_BOT_TOKEN (invalid_auth)."),
        ("slack_app_token", "xapp-wrong", "Slack refuses SLACK_APP_TOKEN (invalid_auth)."),
    ],
)
def test_a_refused_token_is_one_sentence(
    box: Sandbox, tmp_path: Path, setting: str, token: str, sentence: str
) -> None:
    settings = sandbox_settings(box, tmp_path / "a.db").model_copy(
        update={setting: SecretStr(token)}
    )

    with pytest.raises(SettingsError) as refused, build_assistant(settings):
        pass

    assert str(refused.value) == f"{sentence} See docs/configuration.md."


def test_without_users_list_people_are_met_one_by_one(box: Sandbox, tmp_path: Path) -> None:
    unknown = b'{"ok":false,"error":"unknown_method"}'
    box.slack.faults.plan(
        Fault(
            "users.list",
            FaultKind.STATUS,
            None,
            status=200,
            body=unknown,
            content_type="application/json",
        )
    )
    with assistant_in(box, tmp_path / "a.db") as running:
        box.slack.command(FACILITATOR, CHANNEL, COMMAND, "status")

        def met() -> bool | None:
            with running.deps.store.read() as session:
                return find_person(session, FACILITATOR) is not None or None

        wait_for(met, "the newcomer to be looked up")
        box.slack.command(FACILITATOR, CHANNEL, COMMAND, "help")

    calls = [entry.operation for entry in box.slack.faults.journal()]
    assert calls.count("apps.connections.open") == 1
    assert calls.count("users.list") == 1


def test_people_are_listed_later_when_slack_asks_to_wait(box: Sandbox, tmp_path: Path) -> None:
    box.slack.faults.plan(Fault("users.list", FaultKind.RATE_LIMITED, 1))
    with assistant_in(box, tmp_path / "a.db") as running:

        def listed() -> bool | None:
            with running.deps.store.read() as session:
                return find_person(session, FACILITATOR) is not None or None

        wait_for(listed, "the people table")

    calls = [entry.operation for entry in box.slack.faults.journal()]
    assert calls.count("apps.connections.open") == 1


def test_certificates_are_read_once_and_not_by_each_call(assistant: Assistant) -> None:
    one, another = assistant.deps.slack, assistant.deps.open_modal
    assert one.ssl is not None
    assert one.ssl is another.ssl
