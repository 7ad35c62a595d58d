"""The last chapters: a component is waived, the rest is merged, and the campaign is closed."""

from datetime import UTC, datetime

from campaigns.model.campaign import Campaign
from campaigns.model.item import Item
from campaigns.sync.snapshots import IssueRef
from gitlab_gateway.connection import Connection
from gitlab_gateway.issues import close_issue
from gitlab_gateway.repository import get_default_branch
from gitlab_gateway.rest_epics import RestEpics
from slackapp.cli.story.repositories import move_versions
from slackapp.cli.story.telling import FRIDA, LEO, Story
from slackapp.cli.story.waiting import wait_for

A_WEEK_LATER = datetime(2023, 4, 6, 14, 0, tzinfo=UTC)
IN_THE_END = datetime(2023, 4, 6, 14, 30, tzinfo=UTC)


def waive(story: Story) -> None:
    """Have Leo waive a component that is being retired."""
    story.chapter("12. A week after the start", LEO, A_WEEK_LATER)
    story.types(LEO, "waive spamcheck because it is being retired")
    story.in_thread("Leo Marchetti waived *Spamcheck*")
    story.print_news()


def finish(story: Story) -> None:
    """Have the other teams merge their changes, which their repositories then show."""
    items = _unfinished(story)
    with story.in_gitlab(
        FRIDA, "closes the issues of the other teams, which have merged their changes."
    ) as gitlab:
        for project in sorted({item.project for item in items}):
            move_versions(gitlab, project, get_default_branch(gitlab, project))
        for item in items:
            close_issue(gitlab, IssueRef(item.project, item.issue_iid or 0))
    story.in_channel("*25 of 29* in production", "19 at the target")
    story.in_thread("*Cloud Native GitLab* is verified: its repository is at the target.")
    story.in_thread("*Alertmanager* went from not started to *production*.")
    story.direct(FRIDA, "Announcement: GDK merged")
    story.direct(FRIDA, "Announcement: CNG and Omnibus merged")
    story.print_news()


def _unfinished(story: Story) -> list[Item]:
    """List the gating items that are neither done nor waived."""
    view = story.campaign()
    gating = {tier.key for tier in view.campaign.tiers if tier.gates}
    return [i for i in view.items if i.tier in gating and not i.closed and not i.waived_by]


def close(story: Story) -> None:
    """Have Frida close the campaign, which posts its retrospective."""
    story.chapter("13. The campaign is closed", FRIDA, IN_THE_END)
    story.types(FRIDA, "close go")
    question = story.only_for(FRIDA, "Close *Go 1.20*?")
    story.print_news()
    story.clicks(FRIDA, question, "Close the campaign")
    story.in_channel("*Go 1.20*", "completed")
    story.in_thread("*Retrospective of Go 1.20*")
    story.only_for(FRIDA, "Go 1.20 is completed.")
    story.print_news()
    with story.in_gitlab(FRIDA, "sees that the epic is closed.") as gitlab:
        wait_for(lambda: _is_closed(gitlab, story.campaign().campaign), "the epic to be closed")


def _is_closed(gitlab: Connection, campaign: Campaign) -> bool | None:
    epic = RestEpics(gitlab, campaign.group_path).find(campaign.epic_iid or 0)
    return True if epic and epic.closed else None
