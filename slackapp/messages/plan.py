"""A plan, for its author to decide on."""

from campaigns.lifecycle.messages import PlanMessage
from commands.clocks import Clocks
from slackapp.messages.kind import MessageKind
from slackapp.views.lifecycle.start_campaign import build_plan
from slackapp.views.message import Message
from storage.lifecycle.plans import find_plan
from storage.people.queries import names_by_gitlab
from storage.store import Store


def _build(store: Store, wanted: PlanMessage, now: Clocks) -> Message | None:
    del now
    with store.read() as session:
        record = find_plan(session, wanted.plan_id)
        plan = record.plan if record else None
        people = names_by_gitlab(session, [item.dri for item in plan.items] if plan else [])
    return None if record is None else build_plan(record, people)


KIND = MessageKind(PlanMessage, _build)
