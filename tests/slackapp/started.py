"""A started campaign, and waiting for the workers."""

from dataclasses import dataclass

from sqlmodel import select

from campaigns.model.campaign import CampaignView
from campaigns.model.item import Item
from campaigns.states import CampaignState
from commands.lifecycle.plan_campaign import StartRequest, request_plan
from commands.lifecycle.start_campaign import accept_plan
from commands.people.actors import get_actor
from gitlab_gateway.connection import Connection
from runtimes.registry import get_runtime
from runtimes.versions import parse_version
from sandbox.gitlab.server import GitLabServer
from sandbox.run import Sandbox
from sandbox.slack.acting.actions import Reply
from sandbox.slack.acting.reading import SeenMessage
from sandbox.slack.server import SlackServer
from slackapp.assistant import Assistant
from slackapp.cli.story.waiting import CHANNEL, FACILITATOR, wait_for
from storage.delivery.queues import find_posted
from storage.delivery.tables import IntentRow, OutboxRow, QueueState
from storage.lifecycle.campaigns import get_view, list_campaigns
from storage.lifecycle.plans import find_plan

TEAM = "T0TANUKI"
LABEL = "runtime-upgrade-go-1.20"


@dataclass(frozen=True)
class Campaign:
    """Go 1.20, started: acting as people in Slack and GitLab."""

    box: Sandbox
    assistant: Assistant

    @property
    def slack(self) -> SlackServer:
        return self.box.slack

    @property
    def gitlab(self) -> GitLabServer:
        return self.box.gitlab

    def say(self, words: str, who: str = FACILITATOR) -> Reply:
        """Type a command, and check that it is acknowledged in time."""
        reply = self.slack.command(who, CHANNEL, "/runtime-upgrade", words)
        assert reply.acked, f"{words}: {reply.error} after {reply.seconds:.1f} s"
        return reply

    def view(self) -> CampaignView:
        with self.assistant.deps.store.read() as session:
            return get_view(session, list_campaigns(session)[0].id)

    def item(self, component: str) -> Item:
        return self.view().item(component)

    def engineer(self, username: str = "gus-sandbox") -> Connection:
        return Connection(self.gitlab.url, self.gitlab.token_of(username))

    def told(self, who: str, words: str) -> SeenMessage:
        """Wait until only this person sees a message with this text."""
        return wait_for(
            lambda: next((m for m in self.slack.ephemerals(who) if words in m.plain), None),
            f"{who} to be told {words}",
        )

    def card(self, words: str) -> SeenMessage:
        """Wait until the card has this text."""
        card = wait_for(
            lambda: next(
                (m for m in self.slack.messages(CHANNEL) if "due" in m.text and words in m.plain),
                None,
            ),
            f"the card to say {words}",
        )
        return self.recorded(card)

    def mention(self, *words: str) -> SeenMessage:
        """Wait until a message in the card's thread has all of these texts."""
        card = self.card("blocked")

        def look() -> SeenMessage | None:
            thread = self.slack.thread(CHANNEL, card.ts)
            return next((m for m in thread if all(word in m.text for word in words)), None)

        return self.recorded(wait_for(look, f"a mention of {words}"))

    def recorded(self, message: SeenMessage) -> SeenMessage:
        """Wait until the store knows a message's ts, slightly after people see it."""

        def look() -> SeenMessage | None:
            with self.assistant.deps.store.read() as session:
                return message if find_posted(session, message.channel, message.ts) else None

        return wait_for(look, f"{message.text} to be recorded")

    def issue(self, component: str) -> dict[str, object]:
        """Return the issue of a component as GitLab's API shows it now."""
        item = self.item(component)
        project = item.project.replace("/", "%2F")
        engineer = self.engineer()
        try:
            return engineer.get(f"/projects/{project}/issues/{item.issue_iid}")
        finally:
            engineer.close()


def start_go(box: Sandbox, assistant: Assistant) -> Campaign:
    """Start Go 1.20 as the facilitator, and wait until all its issues exist."""
    deps = assistant.deps
    actor = get_actor(deps.store, deps.catalog, FACILITATOR, TEAM)
    version = parse_version("1.20")
    assert version is not None
    request = StartRequest(get_runtime("go"), version)
    request_plan(deps.store, deps.catalog, actor, request, plan_id="plan", now=deps.clock())
    deps.wake_jobs()
    wait_for(lambda: _ready(assistant), "the plan")
    accept_plan(deps.store, deps.catalog, actor, "plan", frozenset({LABEL}), now=deps.clock())
    deps.wake_jobs()
    campaign = Campaign(box, assistant)
    wait_for(lambda: _active(campaign), "the campaign")
    return campaign


def settled(campaign: Campaign) -> Campaign:
    """Wait until both queues are empty."""
    store = campaign.assistant.deps.store

    def look() -> Campaign | None:
        with store.read() as session:
            rows = (*session.exec(select(IntentRow)), *session.exec(select(OutboxRow)))
        return None if any(row.state == QueueState.pending for row in rows) else campaign

    return wait_for(look, "the queues to be done")


def _ready(assistant: Assistant) -> bool | None:
    with assistant.deps.store.read() as session:
        record = find_plan(session, "plan")
    return True if record and record.state == "ready" else None


def _active(campaign: Campaign) -> bool | None:
    return True if campaign.view().campaign.state == CampaignState.active else None
