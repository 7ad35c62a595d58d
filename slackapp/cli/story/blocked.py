"""The chapters in which Gitaly is blocked, reminders are sent, and it is unblocked."""

from datetime import UTC, datetime, timedelta

from campaigns.sync.snapshots import IssueRef
from gitlab_gateway.issues import assign_issue, close_issue
from slackapp.cli.story.telling import GUS, MIRA, OTTO, Story
from slackapp.cli.story.waiting import wait_for

BLOCKER = IssueRef("gitlab-org/labkit", 38)
THURSDAY = datetime(2023, 3, 30, 14, 0, tzinfo=UTC)
FRIDAY_0930_IN_BUDAPEST = datetime(2023, 3, 31, 7, 30, tzinfo=UTC)
FRIDAY_0930_IN_SAO_PAULO = datetime(2023, 3, 31, 12, 30, tzinfo=UTC)
FRIDAY_AFTERNOON = datetime(2023, 3, 31, 13, 30, tzinfo=UTC)


def block(story: Story) -> None:
    """Have Gus block Gitaly with Mira's issue, and Otto block Prometheus with a sentence."""
    story.chapter("3. Gitaly is blocked", GUS, THURSDAY)
    with story.in_gitlab(MIRA, f"takes {BLOCKER}, a compile error with newer Go.") as gitlab:
        assign_issue(gitlab, BLOCKER, gitlab.get("/user")["id"])
    address = f"{story.box.gitlab.url}/{BLOCKER.project}/-/issues/{BLOCKER.iid}"
    story.types(GUS, f"block gitaly by {address}")
    story.in_channel(f"Gitaly  ·  Gus Almeida  ·  blocked less than an hour by {BLOCKER}")
    story.in_thread("Gus Almeida blocked *Gitaly*")
    story.print_news()
    story.later(timedelta(minutes=20))
    story.types(OTTO, "block prometheus by the release of its exporter")
    story.in_channel("2 blocked")
    story.in_thread("Otto Brandt blocked *Prometheus*")
    wait_for(lambda: _owner_is_known(story), "the assignee of the issue that blocks Gitaly")
    story.print_news()


def _owner_is_known(story: Story) -> bool | None:
    return any(blocker.assignees for blocker in story.campaign().item("gitaly").blockers) or None


def snooze(story: Story) -> None:
    """Have Mira read her digest and Otto snooze his, on a morning in Europe."""
    story.chapter("4. The next morning in Europe", MIRA, FRIDAY_0930_IN_BUDAPEST)
    story.direct(MIRA, "*Gitaly*", "[Acknowledge]")
    digest = story.direct(OTTO, "*Prometheus*", "[Acknowledge]")
    story.print_news()
    story.clicks(OTTO, digest, "Snooze…")
    story.submits(OTTO, {"For": "3 days", "Why": "The exporter is released on Monday"})
    story.direct(OTTO, "Snoozed by Otto Brandt")
    story.print_news()


def digest(story: Story) -> None:
    """Have Gus acknowledge his digest, at 09:30 in his time zone."""
    story.chapter("5. The next morning in Brazil", GUS, FRIDAY_0930_IN_SAO_PAULO)
    digest = story.direct(GUS, "*Gitaly*", "[Acknowledge]")
    story.print_news()
    story.clicks(GUS, digest, "Acknowledge")
    story.direct(GUS, "Acknowledged by Gus Almeida")
    story.print_news()


def unblock(story: Story) -> None:
    """Have Mira close the issue in GitLab, which notifies everybody who was waiting."""
    story.chapter("6. The blocking issue is closed", MIRA, FRIDAY_AFTERNOON)
    with story.in_gitlab(MIRA, f"closes {BLOCKER}.") as gitlab:
        close_issue(gitlab, BLOCKER)
    story.in_thread("Blockers of *Gitaly*: none.")
    story.in_channel("28 not started", "1 blocked")
    story.direct(GUS, "*Unblocked*", "*Gitaly*")
    story.direct(GUS, "No longer blocked; it is not started.")
    story.print_news()
