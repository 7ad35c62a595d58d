"""The story: a campaign from the first command to its last issue."""

from campaigns.states import ItemState
from campaigns.sync.snapshots import IssueRef
from gitlab_gateway.issues import close_issue, relabel_issue
from sandbox.run import Sandbox
from slackapp.assistant import Assistant
from slackapp.cli.demo import invite_to_announce, sync_often
from slackapp.cli.story.chapters import play_story
from slackapp.cli.story.waiting import CHANNEL, wait_for
from tests.slackapp.started import Campaign

GUS, DORA = "U0GUS", "U0DORA"
GITALY = "gitlab-org%2Fgitaly"
LAST = "*Gitaly* went from In review to *production*."


def _history(campaign: Campaign, ts: str) -> list[str] | None:
    told = [message.plain for message in campaign.slack.thread(CHANNEL, ts)[1:]]
    return told if any(LAST in message.splitlines() for message in told) else None


def _labelled(campaign: Campaign, label: str) -> bool | None:
    return True if label in str(campaign.issue("gitaly")["labels"]) else None


OPENED = (
    "The campaign is active: every component has its issue.\n"
    "Work on *Prerequisites, in this order* can start.\n"
    "Work on *Released independently* can start."
)


BLOCKER, REQUEST, GUSES = "gitlab-org/labkit#38", "gitlab-org/gitaly!1", "Gitaly  ·  Gus Almeida"
GITALY_IN_GO, PROMETHEUS = "*Gitaly* (Go 1.20)", "*Prometheus* (Go 1.20)"
UNBLOCKED = "no longer blocked"
SPAN = "Started 30 March 2023, closed 6 April 2023, after 7 days."
TOLD = {
    "1. The plan, Thursday 30 March 2023, 11:35 in Berlin": (
        "/runtime-upgrade start go 1.20",
        "*Plan: Update Go to 1.20*",
        "• Gitaly  ·  `gitlab-org/gitaly`  ·  Gus Almeida  ·  1.19\N{EN DASH}1.19.6",
        "Due: *1 October 2023* (by policy: released 1 February 2023)",
        "• Gitaly  ·  `gitlab-org/gitaly`  ·  Gus Almeida  ·  1.19\N{EN DASH}1.19.6",
    ),
    "2. Start, Thursday 30 March 2023, 11:45 in Berlin": (
        "Frida Lindqvist presses [Start]",
        "*Started Go 1.20: 29 issues*  ·  Update Go to 1.20",
        "The campaign is active: every component has its issue.",
        "⚪ 29 not started",
        "*Announcement: Epic created*",
    ),
    "3. Gitaly is blocked, Thursday 30 March 2023, 11:00 in Sao Paulo": (
        f"🔴 {GUSES}  ·  blocked less than an hour by {BLOCKER}",
        f"Gus Almeida blocked *Gitaly*: {BLOCKER}",
        "Otto Brandt blocked *Prometheus*: the release of its exporter",
    ),
    "4. The next morning in Europe, Friday 31 March 2023, 09:30 in Budapest": (
        "direct messages of Mira Kovacs · Runtime Upgrade",
        f"{GITALY_IN_GO}  ·  waiting 17 hours for {BLOCKER}, which is yours",
        f"{PROMETHEUS}  ·  blocked 17 hours by the release of its exporter",
        "Why: The exporter is released on Monday",
        "*Blocked components: nothing left to answer*",
    ),
    "5. The next morning in Brazil, Friday 31 March 2023, 09:30 in Sao Paulo": (
        "direct messages of Gus Almeida · Runtime Upgrade",
        f"{GITALY_IN_GO}  ·  blocked 22 hours by {BLOCKER}",
        "Gus Almeida presses [Acknowledge]",
        "*Blocked components: nothing left to answer*",
    ),
    "6. The blocking issue is closed, Friday 31 March 2023, 15:30 in Budapest": (
        f"In GitLab, Mira Kovacs closes {BLOCKER}.",
        "⚪ 28 not started   🔴 1 blocked",
        f"The assistant unblocked *Gitaly* and returned it to not started: {BLOCKER} is closed",
        "Blockers of *Gitaly*: none.",
        f"{GITALY_IN_GO}  ·  {UNBLOCKED} after 23 hours: {BLOCKER} is closed. It is not started.",
    ),
    "7. A merge request updates the pins, Friday 31 March 2023, 12:00 in Sao Paulo": (
        "/runtime-upgrade bump gitaly",
        f"*Gitaly* has a merge request that updates every pin: {REQUEST}.",
        "⚪ 27 not started   🟣 1 In review   🔴 1 blocked",
        "Draft: Update Go to 1.20",
        "- `.tool-versions:1`: 1.19.6 to 1.20.14",
    ),
    "8. Merged, and verified by the repository, Friday 31 March 2023, 15:00 in Sao Paulo": (
        "*Gitaly* went from In review to *production*.",
        "✅ *Gitaly* is verified: its repository is at the target.",
        "░░░░░░░░░░░░░░░░░░░░  *1 of 29* in production",
    ),
    "9. Monday's summary, Monday 3 April 2023, 09:00 in Berlin": (
        "*Draft of the weekly summary*",
        "Frida Lindqvist submits Edit the summary",
        "Frida Lindqvist presses [Post]",
        "*Weekly summary*",
        "#wg-runtime-update-process · Runtime Upgrade",
        "1 of 29 done, 1 verified; 1 blocked, due 1 October 2023.",
        "• Done: Gitaly, a day after the start. Thank you, Mira and Gus!",
        "*Go 1.20, Prerequisites, in this order: 0 of 3*",
    ),
    "10. The snooze is over, Monday 3 April 2023, 09:35 in Berlin": (
        f"{PROMETHEUS}  ·  blocked 3 days by the release of its exporter  ·  snoozed 1 time",
        (
            "Otto Brandt unblocked *Prometheus* and returned it to not started: "
            "The exporter is released"
        ),
    ),
    "11. The exit criteria, Monday 3 April 2023, 15:00 in Berlin": (
        "*Exit criteria (0%)*",
        "*2. Upgrade to Go 1.20*",
    ),
    "12. A week after the start, Thursday 6 April 2023, 10:00 in New York": (
        "Leo Marchetti waived *Spamcheck*: it is being retired",
        "▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓░░░  *25 of 29* in production",
        "✅ *Cloud Native GitLab* is verified: its repository is at the target.",
        "*Announcement: CNG and Omnibus merged*",
    ),
    "13. The campaign is closed, Thursday 6 April 2023, 16:30 in Berlin": (
        "• Completes criterion 2: Upgrade to Go 1.20",
        "Go 1.20 is completed. Its epic will be closed soon. Criterion 2 is completed.",
        "Frida Lindqvist closed the campaign.",
        "*Retrospective of Go 1.20*",
        f"{SPAN} Due 1 October 2023: 178 days early.",
        "In GitLab, Frida Lindqvist sees that the epic is closed.",
    ),
}


def test_the_demo_plays_to_its_end(box: Sandbox, assistant: Assistant) -> None:
    said: list[str] = []
    sync_often(assistant)
    invite_to_announce(box, assistant)

    play_story(box, assistant, said.append)

    chapters = [chapter.splitlines() for chapter in "\n".join(said).split("== ")[1:]]
    told = {f"{heading.removesuffix(' ==')}, {at}": lines for heading, at, *lines in chapters}
    assert list(told) == list(TOLD)
    assert {heading: _unread(told[heading], TOLD[heading]) for heading in TOLD} == {
        heading: [] for heading in TOLD
    }


def _unread(lines: list[str], wanted: tuple[str, ...]) -> list[str]:
    """List the sentences that nobody read; what people read is indented."""
    read = {line.strip() for line in lines}
    return [sentence for sentence in wanted if sentence not in read]


def test_a_campaign_runs_from_start_to_a_closed_issue(campaign: Campaign) -> None:
    """Start, check, block, unblock, merge, close: in Slack and in GitLab, by their people."""
    engineer = campaign.engineer()
    gitaly = campaign.item("gitaly")
    ref = IssueRef(gitaly.project, gitaly.issue_iid or 0)

    relabel_issue(engineer, ref, add=["workflow::In dev"], remove=[])
    campaign.say("check go 1.20")
    campaign.card("1 In dev")

    assert "is blocked by" in campaign.say("block gitaly by GitLab Runner", GUS).text
    campaign.card("Gitaly  ·  Gus Almeida  ·  blocked less than an hour by GitLab Runner")
    wait_for(lambda: _labelled(campaign, "workflow::blocked"), "GitLab to follow")
    runner = campaign.item("gitlab-runner")
    close_issue(engineer, IssueRef(runner.project, runner.issue_iid or 0))
    campaign.say("check go")
    campaign.card("*1 of 29* in production")

    campaign.card("1 In dev")
    assert "is not blocked; it is In dev" in campaign.say("unblock gitaly", GUS).text
    wait_for(lambda: _labelled(campaign, "workflow::In dev"), "GitLab to follow")

    engineer.post(
        f"/projects/{GITALY}/repository/commits",
        branch="go-1.20",
        start_branch="master",
        commit_message="Update Go to 1.20",
        actions=[{"action": "create", "file_path": "NEWS", "content": "Go 1.20"}],
    )
    request = engineer.post(
        f"/projects/{GITALY}/merge_requests",
        source_branch="go-1.20",
        target_branch="master",
        title="Update Go to 1.20",
        description=f"Closes #{ref.iid}",
    )
    relabel_issue(engineer, ref, add=["workflow::In review"], remove=[])
    campaign.say("check go")
    campaign.card(f"Gitaly  ·  Gus Almeida  ·  In review  ·  gitlab-org/gitaly!{request['iid']}")

    for pipeline in campaign.gitlab.state.pipelines.values():
        pipeline.status = "success"
    engineer.put(f"/projects/{GITALY}/merge_requests/{request['iid']}/merge")
    campaign.say("check go")
    card = campaign.card("*2 of 29* in production")

    assert campaign.item("gitaly").state == ItemState.production
    told = wait_for(lambda: _history(campaign, card.ts), "the card's thread")
    assert told[:3] == [
        OPENED,
        "*Gitaly* went from not started to *In dev*.",
        "Gus Almeida blocked *Gitaly*: GitLab Runner",
    ]
    assert [message.plain for message in campaign.slack.direct_messages(DORA)] == []
    engineer.close()
