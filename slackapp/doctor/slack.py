"""Slack: the two tokens, the scopes granted, the channels, and whether metadata is kept."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from slack_sdk import WebClient

from slackapp.doctor.asking import UNREACHABLE, SlackAnswer, ask
from slackapp.doctor.lines import Level, ReportLine, fail, ok, skipped, warn
from storage.catalog.read import RuntimeCatalog, WorkingGroup

# What each scope is for, and whether nothing works without it.
SCOPE_COSTS: dict[str, tuple[bool, str]] = {
    "channels:history": (
        False,
        "nobody hears replies, and a card whose sending broke off waits",
    ),
    "channels:read": (False, "doctor cannot tell whether the app is in its channels"),
    "chat:write": (True, "nothing can be posted"),
    "commands": (True, "there is no /runtime-upgrade"),
    "files:read": (False, "a summary's picture is not waited for: a bar of text takes its place"),
    "files:write": (
        False,
        "summaries have a bar of text instead of a picture, and papers are not sent",
    ),
    "groups:history": (
        False,
        "the same, where the channel is private",
    ),
    "groups:read": (False, "doctor cannot look at private channels"),
    "im:history": (
        False,
        "nobody hears direct replies, and a plan whose sending broke off waits",
    ),
    "im:write": (True, "plans and notices reach nobody"),
    "pins:write": (False, "the campaign's card is not pinned"),
    "users:read": (True, "nobody is known, so nobody may do anything"),
}
REINSTALL = "bring the app up to date from manifest.yml and install it again"


def check_bot_token(told: SlackAnswer, group: WorkingGroup | None) -> Iterator[ReportLine]:
    """Name the user of the bot token, and compare its workspace with the catalog's."""
    if told.error == UNREACHABLE:
        yield fail("Slack does not answer.", "check SLACK_API_URL and the network")
        return
    if told.error:
        yield fail(
            f"Slack refuses SLACK_BOT_TOKEN ({told.error}).",
            "copy the Bot User OAuth Token (xoxb-) from OAuth & Permissions",
        )
        return
    team, name = told.answer.get("team_id", ""), told.answer.get("team", "")
    yield ok(f"SLACK_BOT_TOKEN is of {told.answer.get('user', 'a bot')} in {name} ({team}).")
    if group is not None and team not in group.teams:
        yield fail(
            f"The catalog does not name the workspace {team}: nobody there may do anything.",
            f"add {team} to teams in working-group.yml",
        )


def check_app_token(told: SlackAnswer) -> ReportLine:
    """Check that Socket Mode can be opened; the returned address is not used."""
    todo = "make an App-Level Token (xapp-) with connections:write, on the app's Basic Information"
    if told.error == UNREACHABLE:
        return fail("Slack does not answer.", "check SLACK_API_URL and the network")
    if told.error:
        return fail(f"Slack refuses SLACK_APP_TOKEN ({told.error}).", todo)
    return ok("SLACK_APP_TOKEN opens Socket Mode.")


def check_scopes(told: SlackAnswer, wanted: frozenset[str]) -> Iterator[ReportLine]:
    """Compare the scopes granted (`x-oauth-scopes` of auth.test) with manifest.yml."""
    if "x-oauth-scopes" not in told.headers:
        yield skipped("This Slack does not say which scopes were granted.")
        return
    granted = {word.strip() for word in told.headers["x-oauth-scopes"].split(",")} - {""}
    for scope in sorted(wanted - granted):
        essential, cost = SCOPE_COSTS.get(scope, (True, "some feature fails"))
        say = fail if essential else warn
        yield say(f"The scope {scope} was not granted: {cost}.", REINSTALL)
    if granted - wanted:
        listed = ", ".join(sorted(granted - wanted))
        yield warn(f"Granted, but not needed: {listed}.", REINSTALL)
    if granted == wanted:
        yield ok(f"The {len(wanted)} scopes of manifest.yml are granted.")


def check_channels(slack: WebClient, group: WorkingGroup) -> Iterator[ReportLine]:
    """Check that the app can post to the working group's and the operators' channel."""
    yield _channel(slack, "channel", group.channel)
    if group.operator_channel is None:
        yield warn(
            "There is no operator_channel: what cannot be sent is only told here and in the log.",
            "name one in working-group.yml",
        )
    else:
        yield _channel(slack, "operator_channel", group.operator_channel)


def check_announcements(
    slack: WebClient, runtimes: Sequence[RuntimeCatalog]
) -> Iterator[ReportLine]:
    """Check that the app can post to every announcement channel.

    It must be a member: manifest.yml does not request `chat:write.public`.
    """
    for runtime in runtimes:
        for announcement in runtime.announcements:
            if not announcement.channels:
                yield warn(
                    f"The announcement {announcement.milestone} of {runtime.runtime} names no "
                    "channel: it is never drafted.",
                    f"put the ids of its channels into {runtime.runtime}.yml",
                )
    channels = dict.fromkeys(c for r in runtimes for a in r.announcements for c in a.channels)
    for channel in channels:
        line = _channel(slack, "announcements' channel", channel)
        yield replace(line, level=Level.warn) if line.level == Level.fail else line


def _channel(slack: WebClient, field: str, channel: str) -> ReportLine:
    told = ask(partial(slack.conversations_info, channel=channel))
    named = f"The {field} {channel}"
    if told.error in {"missing_scope", "unknown_method", UNREACHABLE}:
        return skipped(f"{named} cannot be looked at ({told.error}).")
    if told.error:
        todo = "put its id into the catalog; into a private one, invite the app first"
        return fail(f"{named} is not to be seen ({told.error}).", todo)
    found = told.answer.get("channel", {})
    if found.get("is_archived"):
        return fail(f"{named} is archived.", "name another one in the catalog")
    if not found.get("is_member"):
        return fail(f"The app is not in the {field} {channel}.", "type /invite @runtime-upgrade")
    return ok(f"{named} is #{found.get('name', channel)}, and the app is in it.")


def check_metadata(slack: WebClient, sent: tuple[str, str] | None) -> ReportLine:
    """Check that this Slack keeps metadata, by a message (channel, ts) sent earlier."""
    if sent is None:
        return skipped("Whether this Slack keeps metadata shows with the first message sent.")
    channel, ts = sent
    told = ask(
        partial(
            slack.conversations_history,
            channel=channel,
            oldest=ts,
            latest=ts,
            inclusive=True,
            limit=1,
            include_all_metadata=True,
        )
    )
    messages = told.answer.get("messages") or ()
    if told.error or not messages:
        return skipped(f"The last message sent cannot be read again ({told.error or 'gone'}).")
    if messages[0].get("metadata"):
        return ok("This Slack keeps metadata: a message is never sent twice.")
    return warn(
        "This Slack keeps no metadata: a message whose sending broke off cannot be looked up.",
        "settle such messages by `runtime-upgrade outbox`",
    )
