"""A week with changes in GitLab and from a terminal, and its summary."""

import json
from datetime import timedelta

from sqlalchemy import insert

from campaigns.sync.snapshots import IssueRef
from commands.lifecycle.cancel_campaign import CancelRequest, cancel_campaign
from commands.people.actors import get_actor
from gitlab_gateway.issues import close_issue
from gitlab_gateway.rest_epics import RestEpics
from slackapp.cli.story.waiting import FACILITATOR, wait_for
from storage.tables import CampaignRow, ItemRow
from tests.slackapp.evidence.test_evidence import push
from tests.slackapp.started import TEAM, Campaign
from tests.slackapp.summary.test_summary import draft, post, summaries
from tests.terminal import run_beside


def check(campaign: Campaign, words: str) -> None:
    campaign.say("check go")
    campaign.card(words)


def test_what_is_reopened_mismatched_or_behind_again_is_told_by_name(campaign: Campaign) -> None:
    engineer, runner = campaign.engineer(), campaign.item("gitlab-runner")
    ref = IssueRef(runner.project, runner.issue_iid or 0)
    push(campaign, {"go.mod": "module x\n\ngo 1.20\n"})
    close_issue(engineer, ref)
    check(campaign, "*1 of 29* in production")
    campaign.card("1 at the target")
    campaign.say("summary post")
    first = post(campaign)
    assert "• Done: GitLab Runner" in first.plain
    assert "• Verified: Gitaly" in first.plain
    assert "• Marked done, but not in the repository: GitLab Runner" in first.plain
    assert "• Which is right, the issue or the repository: GitLab Runner" in first.plain

    campaign.box.clock.set(campaign.box.clock.now() + timedelta(hours=1))
    push(campaign, {".tool-versions": "golang 1.19.6\n"})
    project = runner.project.replace("/", "%2F")
    engineer.put(f"/projects/{project}/issues/{runner.issue_iid}", state_event="reopen")
    check(campaign, "*0 of 29* in production")
    campaign.card("behind again")
    second = str(campaign.say("summary").payload)
    assert "Reopened: " in second
    assert "Fell behind again: " in second
    assert "Done: " not in second


def test_an_epic_closed_by_hand_is_to_be_decided_on_and_still_gets_its_note(
    campaign: Campaign,
) -> None:
    found, engineer = campaign.view().campaign, campaign.engineer()
    engineer.put(f"/groups/gitlab-org/epics/{found.epic_iid}", state_event="close")
    campaign.box.clock.set(campaign.box.clock.now() + timedelta(hours=1))
    check(campaign, "Its epic was closed manually")
    campaign.say("summary post")
    assert (
        "• The epic was closed manually: reopen it, or close the campaign." in post(campaign).plain
    )
    notes = wait_for(
        lambda: [
            note
            for note in RestEpics(engineer, "gitlab-org").notes(found.epic_iid or 0)
            if "### Week of" in note
        ],
        "the note on the epic",
    )
    assert [note.count("The epic was closed manually") for note in notes] == [1]


def test_the_poster_is_notified_if_the_epic_refuses_the_note(campaign: Campaign) -> None:
    campaign.gitlab.state.epics.clear()
    campaign.say("summary post")
    draft(campaign, "Failed to write the note on the epic: ")
    post(campaign)


def start_ruby(campaign: Campaign) -> None:
    """Insert a second campaign with one component and no issue."""
    now = campaign.assistant.deps.clock().story
    ruby = {
        "id": 2,
        "slug": "ruby-3.2",
        "runtime": "ruby",
        "runtime_title": "Ruby",
        "version": "3.2",
        "state": "active",
        "group_path": "gitlab-org",
        "label": "runtime-upgrade-ruby-3.2",
        "epic_title": "Upgrade to Ruby 3.2",
        "tiers": [{"key": "one", "title": "One", "ordered": False, "gates": True}],
        "notices": [],
        "opened_tiers": [],
        "started_by": FACILITATOR,
        "started_at": now,
    }
    rails = {
        "campaign_id": 2,
        "component": "rails",
        "title": "Rails",
        "tier": "one",
        "position": 0,
        "project": "gitlab-org/gitlab",
        "state": "not_started",
        "closed": False,
        "in_epic": False,
        "gone": False,
    }
    with campaign.assistant.deps.store.write() as session:
        session.execute(insert(CampaignRow), [ruby])
        session.execute(insert(ItemRow), [rails])


def test_two_runtimes_are_one_message_with_a_section_and_a_picture_each(
    campaign: Campaign,
) -> None:
    start_ruby(campaign)
    assert "being posted" in campaign.say("summary post").text
    posted = post(campaign)
    assert "Go 1.20 0 of 29 done, Ruby 3.2 0 of 1 done" in posted.text
    assert posted.plain.index("*Go 1.20*") < posted.plain.index("*Ruby 3.2*")
    assert [b["type"] for b in posted.blocks].count("image") == 2
    assert len(summaries(campaign)) == 1


def test_a_campaign_that_was_cancelled_this_week_is_told_once(campaign: Campaign) -> None:
    start_ruby(campaign)
    deps = campaign.assistant.deps
    frida = get_actor(deps.store, deps.catalog, FACILITATOR, TEAM)
    request = CancelRequest(2, "not now")
    cancel_campaign(deps.store, deps.catalog, frida, request, close_issues=False, now=deps.clock())
    campaign.say("summary post")
    assert "The campaign is cancelled: not now." in post(campaign).plain
    assert "Ruby 3.2" not in campaign.say("summary").text


def test_a_terminal_shows_the_summary_and_posts_it(campaign: Campaign) -> None:
    plain = run_beside(campaign, "summary").stdout
    assert plain.startswith("Draft of the weekly summary\n")
    assert "Go 1.20\n0 of 29 done, 0 verified; 0 blocked" in plain
    assert "<" not in plain
    data = json.loads(run_beside(campaign, "summary", "--json").stdout)
    assert data["weeks"][0]["moved"]["done"] == []
    assert data["record"]["state"] == "draft"

    refused = run_beside(campaign, "summary", "post", "--as", "U0GUS")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "facilitator" in refused.stderr

    assert (
        run_beside(campaign, "summary", "post").stdout
        == "The summary is being posted to the channel.\n"
    )
    post(campaign)
