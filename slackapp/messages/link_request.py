"""A request to be linked to a GitLab account, for the facilitator to confirm."""

from campaigns.people.messages import LinkRequestMessage
from commands.clocks import Clocks
from slackapp.messages.kind import MessageKind
from slackapp.views.message import Message
from slackapp.views.people import build_request
from storage.people.queries import find_link_request
from storage.store import Store


def _build(store: Store, request: LinkRequestMessage, now: Clocks) -> Message | None:
    del now
    with store.read() as session:
        row = find_link_request(session, request.request_id)
        if row is None:
            return None
        return build_request(row.id or 0, row.slack_id, row.gitlab_username, row.state)


KIND = MessageKind(LinkRequestMessage, _build)
