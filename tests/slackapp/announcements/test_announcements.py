"""Announcements: drafted for the facilitator, decided once, posted once to each channel."""

from collections.abc import Callable

import pytest

from commands.announcements.decide_announcement import (
    edit_announcement,
    post_announcement,
    skip_announcement,
)
from commands.errors import InvalidRequestError, NotPermittedError, OutOfDateError
from commands.people.actors import get_actor
from sandbox.slack.acting.reading import SeenMessage
from slackapp.cli.story.waiting import CHANNEL, FACILITATOR, wait_for
from slackapp.views import announcements as view
from storage.announcements import list_announcements
from tests.slackapp.started import TEAM, Campaign

LEO, GUS = "U0LEO", "U0GUS"
BACKEND, DEVELOPMENT, RELEASES = "C0BACKEND", "C0DEVELOPMENT", "C0RELEASES"
BOT = "U0BOT"


def found(look: Callable[[], tuple[SeenMessage, ...]], words: str) -> SeenMessage:
    return wait_for(
        lambda: next((m for m in look() if words in m.plain), None),
        f"a message to say {words}",
    )


def draft(campaign: Campaign, words: str = "Announcement: Epic created") -> SeenMessage:
    return found(lambda: campaign.slack.direct_messages(FACILITATOR), words)


def announced(campaign: Campaign, channel: str) -> list[str]:
    return [message.plain for message in campaign.slack.messages(channel)]


@pytest.fixture
def invited(campaign: Campaign) -> Campaign:
    """Return a campaign whose app was invited to the channels of the announcements."""
    for channel in (BACKEND, DEVELOPMENT, RELEASES):
        campaign.slack.join_channel(BOT, channel)
    return campaign


def press(campaign: Campaign, action_id: str, who: str = FACILITATOR) -> None:
    message = draft(campaign)
    campaign.slack.click(who, message.channel, message.ts, action_id)


def push(campaign: Campaign, project_path: str, files: dict[str, str]) -> None:
    """Make these the only files of a project's repository, and read it."""
    project = campaign.gitlab.state.find_project(project_path)
    assert project is not None
    repository = project.repository
    repository.commit(
        repository.default_branch,
        {path: text.encode() for path, text in files.items()},
        message="Change",
        author=("Gus", "gus@example.com"),
        now=campaign.assistant.deps.clock().story,
        parents=(repository.branches[repository.default_branch],),
    )
    campaign.say("check go")


def number_of(campaign: Campaign, milestone: str) -> int:
    with campaign.assistant.deps.store.read() as session:
        (record,) = [
            a for a in list_announcements(session, campaign_ids=[1]) if a.milestone == milestone
        ]
    return record.id


def test_the_epic_is_announced_once_the_facilitator_posts(invited: Campaign) -> None:
    assert "Nothing is posted until you press Post." in draft(invited).plain
    assert announced(invited, BACKEND) == []

    press(invited, view.POST)
    for channel in (BACKEND, DEVELOPMENT):
        post = found(lambda at=channel: invited.slack.messages(at), "has started")
        assert post.plain.splitlines()[0] == "*Go 1.20: Epic created*"
        assert "must be updated by 1 October 2023." in post.plain
        assert "Update Go to 1.20  ·  announced by Frida Lindqvist" in post.plain
    assert announced(invited, RELEASES) == []

    assert "Posted by Frida Lindqvist" in draft(invited, "Posted in #development.").plain
    card = invited.card("Prerequisites")
    thread = found(lambda: invited.slack.thread(CHANNEL, card.ts), "sent an announcement")
    assert "to #backend, #development: Epic created." in thread.plain


def test_gdk_is_announced_when_its_repository_shows_it_and_no_longer_when_it_fell_back(
    invited: Campaign,
) -> None:
    gdk = "gitlab-org/gitlab-development-kit"
    push(invited, gdk, {".tool-versions": "golang 1.20\n"})
    message = draft(invited, "GitLab Development Kit now uses Go 1.20.")
    assert "Announcement: GDK merged" in message.plain

    push(invited, gdk, {".tool-versions": "golang 1.19\n"})
    invited.card("behind again")
    invited.slack.click(FACILITATOR, message.channel, message.ts, view.POST)
    invited.told(FACILITATOR, "This is no longer true: a component of “GDK merged” has fallen")
    assert announced(invited, BACKEND) == []


def test_a_channel_that_refuses_is_named_and_posted_to_once_it_is_mended(
    campaign: Campaign,
) -> None:
    campaign.slack.join_channel(BOT, DEVELOPMENT)
    campaign.slack.join_channel(BOT, BACKEND)
    draft(campaign)
    campaign.slack.archive(BACKEND)

    press(campaign, view.POST)
    refused = draft(campaign, "Could not be posted in #backend: the channel is archived.")
    found(lambda: campaign.slack.messages(DEVELOPMENT), "has started")

    campaign.slack.unarchive(BACKEND)
    campaign.slack.click(FACILITATOR, refused.channel, refused.ts, view.POST_AGAIN)
    found(lambda: campaign.slack.messages(BACKEND), "has started")
    draft(campaign, "Posted in #backend.")
    assert len(announced(campaign, DEVELOPMENT)) == 1


def test_where_the_app_is_not_a_member_it_says_what_to_do(campaign: Campaign) -> None:
    campaign.slack.join_channel(BOT, DEVELOPMENT)
    draft(campaign)
    press(campaign, view.POST)
    told = found(lambda: campaign.slack.direct_messages(FACILITATOR), "The announcement *Go 1.20")
    assert "#backend: the app is not in the channel. Type `/invite @runtime-upgrade`" in (
        told.plain
    )
    campaign.slack.join_channel(BOT, BACKEND)
    campaign.slack.click(FACILITATOR, told.channel, told.ts, view.POST_AGAIN)
    found(lambda: campaign.slack.messages(BACKEND), "has started")


def test_it_is_decided_once_and_only_by_the_leads(invited: Campaign) -> None:
    draft(invited)
    deps, number = invited.assistant.deps, number_of(invited, "epic-created")
    gus, leo = (get_actor(deps.store, deps.catalog, who, TEAM) for who in (GUS, LEO))
    with pytest.raises(NotPermittedError, match="Only the facilitator and the functional lead"):
        post_announcement(deps.store, deps.catalog, gus, number, 1, now=deps.clock())
    press(invited, view.POST)
    draft(invited, "Posted in #backend.")
    with pytest.raises(OutOfDateError, match="was already posted by Frida Lindqvist"):
        post_announcement(deps.store, deps.catalog, leo, number, 1, now=deps.clock())
    with pytest.raises(OutOfDateError, match="was already posted by Frida Lindqvist"):
        skip_announcement(deps.store, deps.catalog, leo, number, now=deps.clock())
    assert len(announced(invited, BACKEND)) == 1


def test_the_words_are_edited_and_cannot_break_the_post(invited: Campaign) -> None:
    press(invited, view.EDIT)
    words = "Hear <!channel> & <@U0GUS>\n\n*Go* is here" + "&" * 2900
    modal = wait_for(lambda: invited.slack.view(FACILITATOR), "the modal")
    invited.slack.submit(FACILITATOR, modal.id, {view.WORDS: words})
    assert invited.slack.view(FACILITATOR) is None
    draft(invited, "Hear <!channel> & <@U0GUS>")

    press(invited, view.POST)
    post = found(lambda: invited.slack.messages(BACKEND), "is here")
    assert "Hear &lt;!channel&gt; &amp; &lt;@U0GUS&gt;\n" in str(post.blocks[1]["text"]["text"])


def test_words_that_do_not_fit_and_a_draft_changed_meanwhile_are_refused(
    invited: Campaign,
) -> None:
    draft(invited)
    deps, number = invited.assistant.deps, number_of(invited, "epic-created")
    leo = get_actor(deps.store, deps.catalog, LEO, TEAM)

    def edit(text: str, version: int) -> None:
        edit_announcement(deps.store, deps.catalog, leo, number, version, text, now=deps.clock())

    with pytest.raises(InvalidRequestError, match="at most 3000 characters; this one has 10000"):
        edit("a" * 10_000, 1)
    with pytest.raises(InvalidRequestError, match="press Skip"):
        edit(" \n", 1)
    edit("Leo's words", 1)
    with pytest.raises(OutOfDateError, match="Copy your text"):
        edit("Frida's words", 1)
    with pytest.raises(OutOfDateError, match="read it again"):
        post_announcement(deps.store, deps.catalog, leo, number, 1, now=deps.clock())


def test_a_skipped_one_is_never_posted(invited: Campaign) -> None:
    press(invited, view.SKIP)
    draft(invited, "Skipped by Frida Lindqvist")
    card = invited.card("Prerequisites")
    found(lambda: invited.slack.thread(CHANNEL, card.ts), "skipped an announcement: Epic created")
    assert announced(invited, BACKEND) == []
