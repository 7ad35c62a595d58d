"""A person's screen, as records that the templates render."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sandbox.people import Person
from sandbox.slack.acting.inputs import initial_values
from sandbox.slack.page.dates import clock_time
from sandbox.slack.page.mrkdwn import Reader
from sandbox.slack.profiles import COLOURS
from sandbox.slack.records import NO_STATUS, Channel, Status
from sandbox.slack.wire import Json
from sandbox.slack.workspace import Workspace

MESSAGES_MOST = 100
FOLLOWS_SECONDS = 300


@dataclass(frozen=True)
class Place:
    """The reader's place on the page: the acting person, conversation, thread and tab."""

    user_id: str
    channel_id: str
    thread_ts: str = ""
    tab: str = "messages"


@dataclass(frozen=True)
class Author:
    """A message's author, with the appearance of their avatar."""

    name: str
    initials: str
    colour: str
    is_app: bool
    status: Status = NO_STATUS


@dataclass(frozen=True)
class Row:
    """A message in a list."""

    message: Json
    channel_id: str
    author: Author
    time: str
    day: str
    is_ephemeral: bool
    is_pinned: bool
    follows: bool
    values: dict[str, dict[str, Json]]
    reply_names: tuple[Author, ...] = ()


@dataclass(frozen=True)
class SideEntry:
    """A conversation in the sidebar."""

    id: str
    label: str
    kind: str
    is_current: bool
    unread: int


def author_of(workspace: Workspace, user_id: str) -> Author:
    """Return an author; messages from Slack itself come from Slackbot."""
    person = workspace.people.get(user_id)
    if person is None:
        return Author("Slackbot", "S", "4a154b", is_app=True)
    if user_id == workspace.app.bot_user_id:
        return Author(person.name, "RU", "611f69", is_app=True)
    letters = "".join(part[0] for part in person.name.split()[:2])
    colour = COLOURS[sum(user_id.encode()) % len(COLOURS)]
    return Author(person.name, letters, colour, person.is_bot, workspace.status_of(user_id))


def rows_of(workspace: Workspace, place: Place, channel: Channel) -> list[Row]:
    """List a conversation as one person sees it, including their ephemeral messages."""
    shown = [
        message
        for ts, message in list(channel.messages.items())[-3 * MESSAGES_MOST :]
        if message.get("thread_ts", ts) == ts
    ]
    mine = workspace.screen(place.user_id).ephemerals.values()
    shown += [m for m in mine if m["channel"] == channel.id and not m.get("thread_ts")]
    return _rows(workspace, place, channel, sorted(shown, key=lambda m: str(m["ts"])))


def thread_rows(workspace: Workspace, place: Place, channel: Channel) -> list[Row]:
    """List a thread as one person sees it, parent first."""
    if place.thread_ts not in channel.messages:
        return []
    stamps = (place.thread_ts, *channel.replies.get(place.thread_ts, ()))
    shown = [channel.messages[ts] for ts in stamps]
    mine = workspace.screen(place.user_id).ephemerals.values()
    shown += [m for m in mine if m.get("thread_ts") == place.thread_ts]
    return _rows(workspace, place, channel, shown[:1]) + _rows(workspace, place, channel, shown[1:])


def _rows(workspace: Workspace, place: Place, channel: Channel, messages: list[Json]) -> list[Row]:
    zone = ZoneInfo(workspace.person(place.user_id).tz)
    rows: list[Row] = []
    for message in messages[-MESSAGES_MOST:]:
        rows.append(_row(workspace, place, channel, message, (zone, rows[-1] if rows else None)))
    return rows


def _row(
    workspace: Workspace,
    place: Place,
    channel: Channel,
    message: Json,
    context: tuple[ZoneInfo, Row | None],
) -> Row:
    zone, above = context
    moment = datetime.fromtimestamp(float(message["ts"]), zone)
    author = author_of(workspace, message["user"])
    chosen = workspace.screen(place.user_id).choices.get(message["ts"])
    reply_authors = tuple(author_of(workspace, user) for user in message.get("reply_users", ()))
    row = Row(
        message,
        channel.id,
        author,
        clock_time(moment),
        f"{moment:%A}, {moment:%B} {moment.day}",
        is_ephemeral="channel" in message,
        is_pinned=message["ts"] in channel.pins,
        follows=False,
        values=initial_values(message.get("blocks", [])) if chosen is None else chosen,
        reply_names=reply_authors[:3],
    )
    return replace(row, follows=above is not None and _follows(above, row))


def _follows(above: Row, row: Row) -> bool:
    """Return whether a message is grouped with the previous one, without an avatar."""
    is_plain = not (row.is_ephemeral or row.is_pinned or above.is_ephemeral)
    seconds = float(row.message["ts"]) - float(above.message["ts"])
    same = (above.author, above.day) == (row.author, row.day)
    return is_plain and same and seconds < FOLLOWS_SECONDS


def side_entries(workspace: Workspace, place: Place) -> list[SideEntry]:
    """List the conversations that a person can open, with the app's direct messages last."""
    direct = workspace.direct_channel(place.user_id)
    entries = []
    for channel in workspace.channels.values():
        if channel.im_user or (channel.is_private and place.user_id not in channel.members):
            continue
        entries.append(_side(workspace, place, channel, channel.name, "channel"))
    entries.append(_side(workspace, place, direct, workspace.app.name, "app"))
    return entries


def _side(workspace: Workspace, place: Place, channel: Channel, label: str, kind: str) -> SideEntry:
    return SideEntry(
        channel.id,
        label,
        kind,
        channel.id == place.channel_id,
        unread_in(workspace, place.user_id, channel),
    )


def unread_in(workspace: Workspace, user_id: str, channel: Channel) -> int:
    """Count others' messages outside threads since this person last read the conversation."""
    last = workspace.screen(user_id).read.get(channel.id, "")
    count = 0
    for ts, message in reversed(channel.messages.items()):
        if ts <= last:
            break
        count += message["user"] != user_id and message.get("thread_ts", ts) == ts
    return count


def mark_read(workspace: Workspace, place: Place, channel: Channel) -> None:
    """Record that a person has read a conversation."""
    if channel.messages:
        workspace.screen(place.user_id).read[channel.id] = next(reversed(channel.messages))


def cast(workspace: Workspace) -> list[tuple[Person, int]]:
    """List the people to act as, with their numbers of unread direct messages."""
    people = [p for p in workspace.people.values() if not p.is_bot and not p.deleted]
    return [
        (person, unread_in(workspace, person.slack_id, workspace.direct_channel(person.slack_id)))
        for person in people
    ]


def reader_of(workspace: Workspace, user_id: str, now: datetime) -> Reader:
    """Return the reader for whom the page is rendered."""
    return Reader(workspace, user_id, ZoneInfo(workspace.person(user_id).tz), now)
