"""Pressing Start: once, through failures of GitLab, and never twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from sandbox.faults import Fault, FaultKind
from sandbox.run import Sandbox
from sandbox.slack.acting.reading import SeenMessage
from slackapp.assistant import Assistant
from slackapp.cli.story.waiting import CHANNEL, FACILITATOR, wait_for
from tests.slackapp.started import LABEL, Campaign

CREATE_ISSUE = "POST /api/v4/projects/:id/issues"
CREATE_EPIC = "POST /api/v4/groups/:id/epics"


def ask_for_plan(box: Sandbox, words: str = "start go 1.20") -> SeenMessage:
    box.slack.command(FACILITATOR, CHANNEL, "/runtime-upgrade", words)
    return plan_saying(box, "[Start] [Edit] [Cancel]")


def plan_saying(box: Sandbox, words: str) -> SeenMessage:
    return wait_for(
        lambda: next((m for m in box.slack.direct_messages(FACILITATOR) if words in m.plain), None),
        f"a plan that says {words}",
    )


def channel_saying(box: Sandbox, words: str) -> SeenMessage:
    return wait_for(
        lambda: next((m for m in box.slack.messages(CHANNEL) if words in m.plain), None),
        f"the channel to say {words}",
    )


def count_made(assistant: Assistant) -> tuple[int, int]:
    gitlab = assistant.deps.gitlab
    issues = gitlab.list("/groups/gitlab-org/issues", labels=LABEL, scope="all")
    return len(gitlab.list("/groups/gitlab-org/epics", labels=LABEL)), len(issues)


def press_start(box: Sandbox, plan: SeenMessage) -> None:
    box.slack.click(FACILITATOR, plan.channel, plan.ts, "start_campaign")


def test_start_pressed_twice_at_once_starts_once(box: Sandbox, assistant: Assistant) -> None:
    plan = ask_for_plan(box)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: press_start(box, plan), range(2)))

    channel_saying(box, "Started Go 1.20: 29 issues")
    assert count_made(assistant) == (1, 29)
    told = [message.plain for message in box.slack.ephemerals(FACILITATOR)]
    assert told[1:] == [":warning: This plan was already started by Frida Lindqvist."]


@pytest.mark.parametrize("kind", [FaultKind.LOSE_REPLY, FaultKind.STATUS])
def test_start_resumes_automatically_after_a_gitlab_failure(
    box: Sandbox, assistant: Assistant, kind: FaultKind
) -> None:
    box.gitlab_faults.plan(Fault(CREATE_ISSUE, kind, skip=5))
    plan = ask_for_plan(box)

    press_start(box, plan)

    channel_saying(box, "retrying automatically")
    channel_saying(box, "Started Go 1.20: 29 issues")
    assert count_made(assistant) == (1, 29)


def test_start_waits_as_long_as_gitlab_asks(box: Sandbox, assistant: Assistant) -> None:
    box.gitlab_faults.plan(Fault(CREATE_ISSUE, FaultKind.RATE_LIMITED, retry_after=2, skip=10))
    plan = ask_for_plan(box)

    press_start(box, plan)

    channel_saying(box, "Started Go 1.20: 29 issues")
    assert count_made(assistant) == (1, 29)


def test_a_component_that_gitlab_refuses_is_named_and_can_be_tried_again(
    box: Sandbox, assistant: Assistant
) -> None:
    refused = Fault(
        CREATE_ISSUE,
        FaultKind.STATUS,
        status=403,
        skip=3,
        body=b'{"message":"403 Forbidden"}',
        content_type="application/json",
    )
    box.gitlab_faults.plan(refused)
    plan = ask_for_plan(box)
    press_start(box, plan)

    progress = channel_saying(box, "1 component without an issue")
    assert "• Alertmanager: GitLab rejected the request: 403 Forbidden" in progress.plain
    channel_saying(box, "[Try again]")
    box.slack.click(FACILITATOR, CHANNEL, progress.ts, "start_campaign_again")

    channel_saying(box, "Started Go 1.20: 29 issues")
    assert count_made(assistant) == (1, 29)


def test_a_plan_that_gitlab_cannot_answer_ends_in_a_sentence_to_its_author(
    box: Sandbox, assistant: Assistant
) -> None:
    box.gitlab_faults.plan(
        Fault(
            "GET /api/v4/groups/:id/labels",
            FaultKind.STATUS,
            status=403,
            body=b'{"message":"403 Forbidden"}',
            content_type="application/json",
        )
    )
    box.slack.command(FACILITATOR, CHANNEL, "/runtime-upgrade", "start go 1.20")

    told = plan_saying(box, "Failed to draw up the plan")

    assert told.plain == "Failed to draw up the plan: GitLab rejected the request: 403 Forbidden."
    assert assistant.scheduler.running


def test_an_edited_plan_is_drawn_up_again(box: Sandbox, assistant: Assistant) -> None:
    plan = ask_for_plan(box)
    box.slack.click(FACILITATOR, plan.channel, plan.ts, "edit_plan")
    modal = wait_for(lambda: box.slack.view(FACILITATOR), "the modal")

    refused = box.slack.submit(FACILITATOR, modal.id, {"due": "2023-01-01"})
    assert refused.errors == {"due": "1 January 2023 is in the past: choose a later due date."}
    refused = box.slack.submit(FACILITATOR, modal.id, {"patch": "1.21.3"})
    assert refused.errors == {"patch": "Enter a full version of 1.20, such as 1.20.1."}
    wanted = {
        "due": "2023-09-01",
        "patch": "1.20.5",
        "tiers": ["prerequisites"],
        "dri:gitlab-runner": "U0PIA",
    }
    box.slack.submit(FACILITATOR, modal.id, wanted)

    drawn = plan_saying(box, "1 September 2023")
    assert "• GitLab Runner  ·  `gitlab-org/gitlab-runner`  ·  Pia Sorensen" in drawn.plain
    assert "one epic in `gitlab-org` and 3 issues" in drawn.plain
    assert "Edits write *1.20.5* where a full version is needed." in drawn.plain
    wait_for(lambda: plan_saying(box, "[Start]"), "the buttons")
    press_start(box, drawn)
    channel_saying(box, "Started Go 1.20: 3 issues")
    assert count_made(assistant) == (1, 3)


def test_a_cancelled_plan_creates_nothing(box: Sandbox, assistant: Assistant) -> None:
    plan = ask_for_plan(box)

    box.slack.click(FACILITATOR, plan.channel, plan.ts, "cancel_plan")

    plan_saying(box, "This plan was cancelled by @Frida Lindqvist.")
    assert count_made(assistant) == (0, 0)


def test_labels_are_created_only_where_they_were_ticked(box: Sandbox, assistant: Assistant) -> None:
    plan = ask_for_plan(box)
    box.slack.choose(FACILITATOR, plan.channel, plan.ts, "tick_labels", [])

    press_start(box, plan)

    words = "Select the labels to create, then press Start: `runtime-upgrade-go-1.20`"
    wait_for(
        lambda: next((m for m in box.slack.ephemerals(FACILITATOR) if words in m.plain), None),
        "the question for the tick",
    )
    assert count_made(assistant) == (0, 0)


def test_a_second_campaign_of_a_runtime_is_refused_in_its_plan(campaign: Campaign) -> None:
    campaign.say("start go 1.21.5 by 2024-06-01")

    plan = plan_saying(campaign.box, "1.21.5")

    assert "Go 1.20 is still open: cancel or close it first." in plan.plain
    assert "[Edit] [Cancel]" in plan.plain
    assert "[Start]" not in plan.plain


def test_a_version_whose_policy_date_is_past_asks_for_one(
    box: Sandbox, assistant: Assistant
) -> None:
    box.slack.command(FACILITATOR, CHANNEL, "/runtime-upgrade", "start go 1.18")

    plan = plan_saying(box, "press Edit and enter one")

    assert "the policy's date is in the past, released 15 March 2022" in plan.plain
    assert "[Start]" not in plan.plain
    assert assistant.scheduler.running
