"""Reminders: the digest with its buttons, the mention in a thread, and upcoming reminders."""

from collections.abc import Sequence
from datetime import datetime

from slack_sdk.models.blocks import Block

from campaigns.model.item import Blocker
from campaigns.model.reminder import Reminder
from campaigns.reminders.ladder import Cause, ReminderState, RungKind
from campaigns.states import ITEM_STATE_TITLES, OPEN_CAMPAIGN_STATES, ItemState
from commands.reminders.answer_reminder import Answered, OpenReminder
from commands.reminders.digests import Digest, DigestEntry
from commands.reminders.pause_reminders import Paused
from commands.reminders.show_reminders import UpcomingReminder, UpcomingReminders
from slackapp.views.message import (
    Message,
    context,
    count,
    day,
    fit,
    header,
    how_long,
    section,
    sections,
    sentence,
)
from slackapp.views.mrkdwn import escape, link, mention, moment
from slackapp.views.overview.show_status import blocked_by
from slackapp.views.reminders.digest_buttons import digest_buttons, entry_buttons
from storage.reminders.declines import ASKED, ASSIGNED, KEPT
from storage.reminders.pauses import EVERYTHING

MAX_ENTRIES = 20
ASKED_ANEW = "A newer message asks about this."

WHERE = {
    RungKind.digest: "in a digest",
    RungKind.thread: "in the campaign's thread",
    RungKind.functional_lead: "in a digest, as functional lead",
    RungKind.facilitator: "in a digest, as facilitator",
    RungKind.executive_sponsor: "in a digest, as executive sponsor",
}

# The rungs whose recipients see the reason for a snooze.
_LEADS = (RungKind.functional_lead, RungKind.facilitator)
_UNANSWERED = "Components without an answer"
_MIXED = ("component", "Components waiting for you")

_CLAIMS = {
    Cause.still_open: "marked as production, but its issue is still open: please close it",
    Cause.mismatch: "marked as production, but its repository is behind: which one is right?",
    Cause.backslide: "its repository was at the target and has fallen behind again",
}

_CAUSES = {
    Cause.blocker: "waiting for one of their issues",
    Cause.not_started: "not started",
    Cause.still_open: "in production, its issue still open",
    Cause.mismatch: "in production, its repository behind",
    Cause.backslide: "its repository fallen behind again",
}

_DECLINED = {
    ASKED: "the facilitator decides",
    ASSIGNED: "it was assigned to somebody else",
    KEPT: "the facilitator kept them as the owner",
}


def build_digest(digest: Digest) -> Message:
    """Build a person's digest: the items that need their answer, with buttons or answers."""
    waiting = [entry for entry in digest.entries if entry.wanted]
    blocked = all(entry.reminder.cause == Cause.blocked for entry in digest.entries)
    thing, title = ("blocked component", "Blocked components") if blocked else _MIXED
    if all(entry.reminder.person != entry.reminder.owner for entry in digest.entries):
        title = _UNANSWERED
    text = f"{count(len(digest.entries), thing)}, {len(waiting)} to answer."
    done = "" if waiting else ": nothing left to answer"
    blocks: list[Block] = [header(f"{title}{done}")]
    for entry in digest.entries[:MAX_ENTRIES]:
        blocks += [section(build_line(entry, digest)), *entry_buttons(entry)]
    if len(digest.entries) > MAX_ENTRIES:
        left = len(digest.entries) - MAX_ENTRIES
        blocks.append(context(f"… and {left} more: `/runtime-upgrade mine` lists them all."))
    return Message(text, fit([*blocks, *digest_buttons(digest)]))


def build_line(entry: DigestEntry, digest: Digest) -> str:
    """Build an item's lines in a digest."""
    item, reminder, owner = entry.item, entry.reminder, entry.reminder.owner
    parts = [f"*{link(item.web_url, item.title)}* ({escape(entry.campaign.title)})"]
    if entry.asked or item.state == ItemState.blocked:
        parts.append(asks_words(entry, digest.now))
    if entry.instead:
        parts.append(escape(entry.instead))
    if reminder.person != owner:
        parts.append(f"{escape(digest.people.get(owner, 'its owner'))} has not answered")
    elif item.dri is None:
        parts.append("_no owner_")
    if entry.unblockers and reminder.cause == Cause.blocked:
        names = ", ".join(escape(name) for name in entry.unblockers)
        parts.append(f"{names} can unblock it")
    if entry.sponsor is not None:
        parts += _sponsor(entry.sponsor, reminder, digest)
    if entry.snoozes:
        why = f": {escape(entry.reason)}" if entry.reason and reminder.kind in _LEADS else ""
        parts.append(f"snoozed {count(entry.snoozes, 'time')}{why}")
    line = "  ·  ".join(parts)
    return line if entry.wanted else f"{line}\n{_answer(entry, digest)}"


def _sponsor(sponsor: Reminder, reminder: Reminder, digest: Digest) -> list[str]:
    """Return the lines about the facilitator's request to the executive sponsor.

    The owner who is being reminded does not see them.
    """
    by, who = (
        escape(digest.people.get(slack_id or "", "the facilitator"))
        for slack_id in (sponsor.asked_by, sponsor.person)
    )
    if reminder.kind == RungKind.executive_sponsor:
        return [f"{by} asks for your help as executive sponsor"]
    if reminder.kind != RungKind.facilitator or sponsor.asked_at is None:
        return []
    return [f"the executive sponsor {who} was asked by {by} {moment(sponsor.asked_at)}"]


def asks_words(asked: DigestEntry | OpenReminder, now: datetime) -> str:
    """Describe why the recipient is reminded about an item."""
    item, cause = asked.item, asked.reminder.cause
    if cause == Cause.blocked:
        return f"blocked {how_long(item.state_since, now)}{blocked_by(item.blockers)}"
    if cause == Cause.blocker:
        theirs = [b for b in item.blockers if b.reference == asked.reminder.blocker]
        yours = "" if _is_for_another(asked) else ", which is yours"
        return f"waiting {how_long(item.state_since, now)}{_for(theirs)}{yours}"
    if cause == Cause.not_started:
        return f"not started; its tier is open and it is due {day(asked.campaign.due_on)}"
    return _CLAIMS[cause]


def _is_for_another(asked: DigestEntry | OpenReminder) -> bool:
    """Return whether the recipient is a lead or somebody's delegate."""
    stands_in = isinstance(asked, DigestEntry) and asked.instead is not None
    return stands_in or asked.reminder.person != asked.reminder.owner


def _for(blockers: Sequence[Blocker]) -> str:
    named = ", ".join(link(blocker.web_url, blocker.text) for blocker in blockers)
    return f" for {named}" if named else ""


def _answer(entry: DigestEntry, digest: Digest) -> str:
    """Describe the outcome of a reminder that no longer needs an answer."""
    reminder = entry.reminder
    if reminder.answered_by is not None and reminder.answered_at is not None:
        who = escape(digest.people.get(reminder.answered_by, reminder.answered_by))
        if entry.decline is not None:
            return f":point_right: {who} says it is not theirs: {_DECLINED[entry.decline.state]}."
        verb = "Acknowledged" if reminder.state == ReminderState.acknowledged else "Snoozed"
        quiet_until = None if _over(entry) else reminder.quiet_until
        until = f", no reminders until {moment(quiet_until)}" if quiet_until else ""
        reply = f"\n> {escape(entry.reply.text)}" if entry.reply else ""
        said = f":white_check_mark: {verb} by {who} {moment(reminder.answered_at)}{until}.{reply}"
        return f"{said}\n{_over(entry)}" if _over(entry) else said
    return _over(entry) or ASKED_ANEW


def _over(entry: DigestEntry) -> str:
    """Return why an item no longer needs an answer; empty while it does."""
    if entry.campaign.state not in OPEN_CAMPAIGN_STATES:
        return f"The campaign is {entry.campaign.state.value}, so no answer is needed."
    if entry.asked:
        return ""
    about_block = entry.reminder.cause in (Cause.blocked, Cause.blocker)
    if about_block and entry.item.state != ItemState.blocked:
        said = ITEM_STATE_TITLES[entry.item.state]
        return f":large_green_circle: No longer blocked; it is {said}."
    return ":large_green_circle: No answer is needed any more."


def build_answered(answered: Answered) -> Message:
    """Build the reply to `acknowledge` and `snooze`."""
    named = ", ".join(link(item.web_url, item.title) for item in answered.items)
    return sentence(f"No reminders about {named} until {moment(answered.quiet_until)}.")


def build_nudge(digest: Digest) -> Message:
    """Build the mention of a person who has not answered, and its update once they have."""
    waiting = [entry for entry in digest.entries if entry.wanted]
    named = ", ".join(
        f"{link(e.item.web_url, e.item.title)} ({_why_here(e, digest.now)})" for e in waiting
    )
    asked = [f"{mention(digest.entries[0].reminder.owner)}, what about {named}?"] if waiting else []
    return sentence("\n".join([*asked, *(_settled(e, digest) for e in digest.entries)]).strip())


def _why_here(entry: DigestEntry, now: datetime) -> str:
    asks = asks_words(entry, now)
    return f"{asks}; {escape(entry.instead)}" if entry.instead else asks


def _settled(entry: DigestEntry, digest: Digest) -> str:
    """Describe a settled mention; the answer itself is not shown to the channel."""
    if entry.wanted:
        return ""
    reminder, named = entry.reminder, link(entry.item.web_url, entry.item.title)
    if reminder.answered_by is None or reminder.answered_at is None:
        return f"{named}: {_over(entry) or ASKED_ANEW}"
    who = escape(digest.people.get(reminder.answered_by, reminder.answered_by))
    return f":white_check_mark: {named}: {who} answered {moment(reminder.answered_at)}."


def build_outlook(outlook: UpcomingReminders) -> Message:
    """Build the reply to `reminders`."""
    paused = [_pause(outlook, scope) for scope in sorted(outlook.pauses)]
    title = f"Reminders in the next {count(outlook.days, 'day')} if nobody answers"
    lines = [*paused, *(_coming(outlook, coming) for coming in outlook.coming)]
    if not outlook.coming:
        nothing = f"Nobody will be reminded in the next {count(outlook.days, 'day')}."
        return Message(nothing, [section("\n".join([*paused, nothing]))])
    return Message(f"{title}: {len(outlook.coming)}.", fit(sections(title, lines)))


def _pause(outlook: UpcomingReminders, scope: str) -> str:
    pause = outlook.pauses[scope]
    who = escape(outlook.people.get(pause.by, pause.by))
    what = "All reminders" if scope == EVERYTHING else f"Reminders for {escape(scope)}"
    return f":double_vertical_bar: {what} have been paused by {who} since {moment(pause.since)}."


def _coming(outlook: UpcomingReminders, coming: UpcomingReminder) -> str:
    who = escape(outlook.people.get(coming.person, coming.person))
    held = ", once resumed" if coming.paused else ""
    return (
        f"{moment(coming.at)}  ·  {who} {WHERE[coming.kind]}{held}  ·  "
        f"{link(coming.item.web_url, coming.item.title)} ({escape(coming.campaign.title)})"
        f"{_why(coming)}, no answer since {moment(coming.since)}"
    )


def _why(coming: UpcomingReminder) -> str:
    instead = f", instead of {escape(coming.instead_of)}" if coming.instead_of else ""
    if coming.cause == Cause.blocked:
        return f"{blocked_by(coming.item.blockers)}{instead}"
    return f", {_CAUSES[coming.cause]}{instead}"


def build_paused(paused: Paused) -> Message:
    """Build the reply to `pause reminders`."""
    said = "are already paused" if paused.already else "are paused until somebody resumes them"
    return sentence(f"{_whose(paused)} {said}.")


def build_resumed(paused: Paused) -> Message:
    """Build the reply to `resume reminders`."""
    said = "were not paused" if paused.already else "have resumed"
    return sentence(f"{_whose(paused)} {said}.")


def _whose(paused: Paused) -> str:
    if paused.campaign is None:
        return "All reminders"
    return f"Reminders for {escape(paused.campaign.title)}"
