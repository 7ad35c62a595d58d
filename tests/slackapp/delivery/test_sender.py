"""The outbox: whatever Slack does, a message is posted once."""

import pytest

from sandbox.faults import Fault, FaultKind
from sandbox.slack.methods.documented_errors import ERRORS
from slackapp.delivery.slack_errors import SLACK_ERRORS, ErrorKind, advice_on, kind_of
from storage.delivery.stuck import list_stuck, retry_stuck
from storage.delivery.tables import QueueState
from tests.slackapp.command_line.test_manifest import SCOPES_OF_METHODS
from tests.slackapp.conftest import GUS, Outbox

POST = "chat.postMessage"
AFTER_LEASE = 121


def test_a_message_arrives_once(outbox: Outbox) -> None:
    outbox.want("hello", "Hello Gus.")

    outbox.send()
    outbox.send()

    assert outbox.read_by(GUS) == ["Hello Gus."]
    assert outbox.state("hello") == QueueState.sent


def test_asking_again_updates_the_message_that_stands(outbox: Outbox) -> None:
    outbox.want("hello", "Hello Gus.")
    outbox.send()

    outbox.want("hello", "Hello Gus.")
    outbox.send()

    assert outbox.read_by(GUS) == ["Hello Gus."]
    assert [entry.operation for entry in outbox.slack.faults.journal("chat.update")] == [
        "chat.update"
    ]


@pytest.mark.parametrize(
    "kind", [FaultKind.LOSE_REPLY, FaultKind.HALF_BODY, FaultKind.STATUS_AFTER]
)
def test_a_message_whose_reply_was_lost_is_found_and_not_sent_again(
    outbox: Outbox, kind: FaultKind
) -> None:
    outbox.slack.faults.plan(Fault(POST, kind))
    outbox.want("hello", "Hello Gus.")

    outbox.send()
    assert outbox.state("hello") == QueueState.pending
    outbox.clock.let_pass(AFTER_LEASE)
    outbox.send()

    assert outbox.read_by(GUS) == ["Hello Gus."]
    assert outbox.state("hello") == QueueState.sent
    assert len(outbox.slack.faults.journal(POST)) == 1


@pytest.mark.parametrize("kind", [FaultKind.RESET, FaultKind.STATUS, FaultKind.HANG])
def test_a_message_that_never_reached_slack_is_sent_after_looking(
    outbox: Outbox, kind: FaultKind
) -> None:
    outbox.slack.faults.plan(Fault(POST, kind, seconds=2))
    outbox.want("hello", "Hello Gus.")

    outbox.send()
    outbox.clock.let_pass(AFTER_LEASE)
    outbox.send()

    assert outbox.read_by(GUS) == ["Hello Gus."]
    assert outbox.state("hello") == QueueState.sent
    assert len(outbox.slack.faults.journal("conversations.history")) == 1


def test_nothing_is_sent_before_the_lease_of_an_unknown_attempt_has_run_out(
    outbox: Outbox,
) -> None:
    outbox.slack.faults.plan(Fault(POST, FaultKind.RESET))
    outbox.want("hello", "Hello Gus.")
    outbox.send()

    outbox.clock.let_pass(60)
    outbox.send()

    assert outbox.read_by(GUS) == []


def test_slack_says_how_long_to_wait(outbox: Outbox) -> None:
    outbox.slack.faults.plan(Fault(POST, FaultKind.RATE_LIMITED, retry_after=40))
    outbox.want("hello", "Hello Gus.")

    outbox.send()
    outbox.clock.let_pass(30)
    outbox.send()
    assert outbox.read_by(GUS) == []
    outbox.clock.let_pass(11)
    outbox.send()

    assert outbox.read_by(GUS) == ["Hello Gus."]
    assert len(outbox.slack.faults.journal("conversations.history")) == 0


def test_a_refusal_is_dead_and_the_operators_hear_of_it(outbox: Outbox) -> None:
    outbox.want("hello", "Hello all.", to="C0BACKEND")

    outbox.send()

    assert outbox.state("hello") == QueueState.dead
    assert outbox.row("hello").last_error == "not_in_channel"
    (report,) = outbox.slack.messages("C0OPERATORS")
    assert report.plain == (
        "The message notice:hello was refused by Slack (not_in_channel). "
        "`runtime-upgrade doctor` shows what to do."
    )


def test_a_revoked_token_keeps_the_message_until_it_is_put_right(outbox: Outbox) -> None:
    outbox.slack.revoke(outbox.slack.bot_token)
    outbox.want("hello", "Hello Gus.")

    outbox.send()

    assert outbox.state("hello") == QueueState.pending
    assert outbox.row("hello").last_error == "token_revoked"


def test_a_slack_that_never_answers_ends_in_a_report_and_not_in_silence(outbox: Outbox) -> None:
    outbox.slack.faults.plan(Fault(POST, FaultKind.RESET, times=6))
    outbox.want("hello", "Hello Gus.")

    for _ in range(7):
        outbox.send()
        outbox.clock.let_pass(AFTER_LEASE)
    outbox.send()

    assert outbox.state("hello") == QueueState.dead
    assert outbox.read_by(GUS) == []
    assert len(outbox.slack.messages("C0OPERATORS")) == 1


def test_without_metadata_an_unknown_result_waits_for_a_person(outbox: Outbox) -> None:
    outbox.slack.faults.plan(Fault(POST, FaultKind.LOSE_REPLY))
    outbox.want("hello", "Hello Gus.")
    outbox.send()
    outbox.slack.faults.plan(
        Fault(
            "conversations.history",
            FaultKind.STATUS,
            status=200,
            body=b'{"ok": true, "messages": [{"ts": "1.2", "bot_id": "B0BOT"}]}',
            content_type="application/json",
        )
    )
    outbox.clock.let_pass(AFTER_LEASE)

    outbox.send()

    assert outbox.state("hello") == QueueState.unknown
    assert outbox.read_by(GUS) == ["Hello Gus."]


def test_a_history_that_slack_refuses_leaves_an_unknown_result_to_a_person(
    outbox: Outbox,
) -> None:
    outbox.slack.faults.plan(Fault(POST, FaultKind.LOSE_REPLY))
    outbox.want("hello", "Hello Gus.")
    outbox.send()
    outbox.slack.faults.plan(
        Fault(
            "conversations.history",
            FaultKind.STATUS,
            status=200,
            body=b'{"ok": false, "error": "missing_scope"}',
            content_type="application/json",
        )
    )
    outbox.clock.let_pass(AFTER_LEASE)

    outbox.send()

    assert outbox.state("hello") == QueueState.unknown
    assert outbox.read_by(GUS) == ["Hello Gus."]


def test_an_update_whose_reply_was_lost_is_simply_repeated(outbox: Outbox) -> None:
    outbox.want("hello", "Hello Gus.")
    outbox.send()
    outbox.slack.faults.plan(Fault("chat.update", FaultKind.LOSE_REPLY))
    outbox.want("hello", "Hello Gus.")
    outbox.send()

    outbox.clock.let_pass(AFTER_LEASE)
    outbox.send()

    assert outbox.read_by(GUS) == ["Hello Gus."]
    assert outbox.state("hello") == QueueState.sent


def test_a_message_that_was_given_up_is_tried_again_when_it_is_wanted_again(
    outbox: Outbox,
) -> None:
    outbox.want("hello", "Hello all.", to="C0BACKEND")
    outbox.send()
    assert outbox.state("hello") == QueueState.dead

    outbox.slack.join_channel("U0BOT", "C0BACKEND")
    outbox.want("hello", "Hello all.", to="C0BACKEND")
    outbox.send()

    assert outbox.state("hello") == QueueState.sent
    assert [message.plain for message in outbox.slack.messages("C0BACKEND")][-1] == "Hello all."


def test_a_slack_that_does_not_open_direct_messages_costs_only_the_look_up(
    outbox: Outbox,
) -> None:
    outbox.slack.faults.plan(
        Fault(
            "conversations.open",
            FaultKind.STATUS,
            status=200,
            body=b'{"ok": false, "error": "unknown_method"}',
            content_type="application/json",
        )
    )
    outbox.want("hello", "Hello Gus.")

    outbox.send()

    assert outbox.read_by(GUS) == ["Hello Gus."]
    assert outbox.state("hello") == QueueState.sent


@pytest.mark.parametrize("code", ["team_added_to_org", "org_login_required", "ratelimited"])
def test_a_refusal_that_passes_is_repeated_without_looking(outbox: Outbox, code: str) -> None:
    outbox.slack.refuse(POST, code)
    outbox.want("hello", "Hello Gus.")

    outbox.send()
    assert (outbox.state("hello"), outbox.row("hello").last_error) == (QueueState.pending, code)
    outbox.clock.let_pass(61)
    outbox.send()

    assert outbox.read_by(GUS) == ["Hello Gus."]
    assert outbox.slack.faults.journal("conversations.history") == ()
    assert outbox.slack.messages("C0OPERATORS") == ()


def test_after_a_fatal_error_the_message_may_be_there_so_it_is_looked_for(outbox: Outbox) -> None:
    outbox.slack.refuse(POST, "fatal_error")
    outbox.want("hello", "Hello Gus.")

    outbox.send()
    outbox.clock.let_pass(AFTER_LEASE)
    outbox.send()

    assert outbox.read_by(GUS) == ["Hello Gus."]
    assert len(outbox.slack.faults.journal("conversations.history")) == 1


def test_an_update_waits_while_slack_moves_the_channel(outbox: Outbox) -> None:
    outbox.want("hello", "Hello Gus.")
    outbox.send()
    outbox.slack.refuse("chat.update", "external_channel_migrating")
    outbox.want("hello", "Hello Gus.")

    outbox.send()
    assert outbox.state("hello") == QueueState.pending
    outbox.clock.let_pass(61)
    outbox.send()

    assert outbox.state("hello") == QueueState.sent


def test_a_message_that_was_deleted_by_hand_is_posted_anew(outbox: Outbox) -> None:
    outbox.want("hello", "Hello Gus.")
    outbox.send()
    row = outbox.row("hello")
    outbox.slack.delete_message(row.posted_channel or "", row.ts or "")
    outbox.want("hello", "Hello Gus.")
    outbox.send()
    assert outbox.read_by(GUS) == []

    with outbox.sender.store.write() as session:
        (stuck,) = list_stuck(session, "outbox")
        retry_stuck(session, "outbox", stuck.id, now=outbox.clock().wall)
    outbox.send()

    assert stuck.is_deleted
    assert outbox.state("hello") == QueueState.sent
    assert outbox.read_by(GUS) == ["Hello Gus."]
    assert outbox.slack.faults.journal("conversations.history") == ()


def test_every_documented_error_has_a_kind_and_a_sentence() -> None:
    called = {name.replace("_", ".") for name in SCOPES_OF_METHODS} - {"files.upload.v2"}
    uploads = {"files.getUploadURLExternal", "files.completeUploadExternal"}
    documented = frozenset().union(*(ERRORS[method] for method in called | uploads))

    assert documented - SLACK_ERRORS.keys() == set()
    assert all(advice_on(code).endswith((".", "there.")) for code in documented)
    assert (kind_of("a_new_error"), advice_on("a_new_error")) == (ErrorKind.stays, "")
