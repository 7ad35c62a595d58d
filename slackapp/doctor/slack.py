"""Checks of Slack: the two tokens, the granted scopes, the channels and message metadata."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from slack_sdk import WebClient

from slackapp.connection.tls import CA_SETTING
from slackapp.doctor.asking import UNREACHABLE, UNTRUSTED, SlackAnswer, ask
from slackapp.doctor.lines import Level, ReportLine, fail, ok, skipped, warn
from storage.catalog.read import RuntimeCatalog, WorkingGroup

# Whether the app cannot work without a scope, and what fails without it.
SCOPE_COSTS: dict[str, tuple[bool, str]] = {
    "channels:history": (
        False,
        "replies are not received, and an interrupted card waits for an operator",
    ),
    "channels:read": (False, "doctor cannot check whether the app is in its channels"),
    "chat:write": (True, "nothing can be posted"),
    "commands": (True, "/runtime-upgrade does not work"),
    "files:read": (False, "a summary does not wait for its image: a text bar replaces it"),
    "files:write": (
        False,
        "summaries have a text bar instead of an image, and reports are not sent",
    ),
    "groups:history": (
        False,
        "replies in private channels are not received, and interrupted cards wait for an operator",
    ),
    "groups:read": (False, "doctor cannot check private channels"),
    "im:history": (
        False,
        "direct replies are not received, and an interrupted plan waits for an operator",
    ),
    "im:write": (True, "plans and notices reach nobody"),
    "pins:write": (False, "the campaign's card is not pinned"),
    "users:read": (True, "no users are known, so nobody has any permissions"),
}
REINSTALL = "update the app from manifest.yml and reinstall it"

NOT_REACHED = {
    UNREACHABLE: fail(
        "Slack does not answer.", "check SLACK_API_URL, the network, and HTTPS_PROXY if it is set"
    ),
    UNTRUSTED: fail(
        "Slack's TLS certificate cannot be verified.", f"set {CA_SETTING} to its CA certificate"
    ),
}


def check_bot_token(response: SlackAnswer, group: WorkingGroup | None) -> Iterator[ReportLine]:
    """Name the user of the bot token and check that its workspace is in the catalog."""
    if response.error in NOT_REACHED:
        yield NOT_REACHED[response.error]
        return
    if response.error:
        yield fail(
            f"Slack refuses SLACK_BOT_TOKEN ({response.error}).",
            "copy the Bot User OAuth Token (xoxb-) from OAuth & Permissions",
        )
        return
    team, name = response.answer.get("team_id", ""), response.answer.get("team", "")
    yield ok(
        f"SLACK_BOT_TOKEN belongs to {response.answer.get('user', 'a bot')} in {name} ({team})."
    )
    if group is not None and team not in group.teams:
        yield fail(
            f"The workspace {team} is not in the catalog: nobody there has any permissions.",
            f"add {team} to teams in working-group.yml",
        )


def check_app_token(response: SlackAnswer) -> ReportLine:
    """Check that Socket Mode can be opened; the returned URL is not used."""
    todo = "create an App-Level Token (xapp-) with connections:write, under Basic Information"
    if response.error in NOT_REACHED:
        return NOT_REACHED[response.error]
    if response.error:
        return fail(f"Slack refuses SLACK_APP_TOKEN ({response.error}).", todo)
    return ok("SLACK_APP_TOKEN opens Socket Mode.")


def check_scopes(response: SlackAnswer, wanted: frozenset[str]) -> Iterator[ReportLine]:
    """Compare the granted scopes (`x-oauth-scopes` of auth.test) with manifest.yml."""
    if "x-oauth-scopes" not in response.headers:
        yield skipped("Slack does not list the granted scopes.")
        return
    granted = {word.strip() for word in response.headers["x-oauth-scopes"].split(",")} - {""}
    for scope in sorted(wanted - granted):
        essential, cost = SCOPE_COSTS.get(scope, (True, "a feature fails"))
        say = fail if essential else warn
        yield say(f"The scope {scope} was not granted: {cost}.", REINSTALL)
    if granted - wanted:
        listed = ", ".join(sorted(granted - wanted))
        yield warn(f"Granted, but not needed: {listed}.", REINSTALL)
    if granted == wanted:
        yield ok(f"All {len(wanted)} scopes of manifest.yml are granted.")


def check_channels(slack: WebClient, group: WorkingGroup) -> Iterator[ReportLine]:
    """Check that the app can post to the working group's and the operators' channels."""
    yield _channel(slack, "channel", group.channel)
    if group.operator_channel is None:
        yield warn(
            "There is no operator_channel: failed messages are only reported here and in the log.",
            "set one in working-group.yml",
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
                    "channel, so it is never drafted.",
                    f"add the ids of its channels to {runtime.runtime}.yml",
                )
    channels = dict.fromkeys(c for r in runtimes for a in r.announcements for c in a.channels)
    for channel in channels:
        line = _channel(slack, "announcements' channel", channel)
        yield replace(line, level=Level.warn) if line.level == Level.fail else line


def _channel(slack: WebClient, field: str, channel: str) -> ReportLine:
    response = ask(partial(slack.conversations_info, channel=channel))
    named = f"The {field} {channel}"
    if response.error in {"missing_scope", "unknown_method", *NOT_REACHED}:
        return skipped(f"{named} cannot be checked ({response.error}).")
    if response.error:
        todo = "set its id in the catalog; invite the app to it first if it is private"
        return fail(f"{named} is not visible to the app ({response.error}).", todo)
    found = response.answer.get("channel", {})
    if found.get("is_archived"):
        return fail(f"{named} is archived.", "set another one in the catalog")
    if not found.get("is_member"):
        return fail(f"The app is not in the {field} {channel}.", "type /invite @runtime-upgrade")
    return ok(f"{named} is #{found.get('name', channel)}, and the app is in it.")


def check_metadata(slack: WebClient, sent: tuple[str, str] | None) -> ReportLine:
    """Check that Slack keeps message metadata, using a message (channel, ts) sent earlier."""
    if sent is None:
        return skipped("Message metadata can be checked once a message has been sent.")
    channel, ts = sent
    response = ask(
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
    messages = response.answer.get("messages") or ()
    if response.error or not messages:
        return skipped(f"The last message sent cannot be read again ({response.error or 'gone'}).")
    if messages[0].get("metadata"):
        return ok("Slack keeps message metadata here: a message is never sent twice.")
    return warn(
        "Slack keeps no message metadata here: an interrupted message cannot be looked up.",
        "handle such messages with `runtime-upgrade outbox`",
    )
