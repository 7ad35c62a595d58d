"""User and profile objects, for Slack's users methods and user events."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sandbox.people import Person
from sandbox.slack.wire import Json
from sandbox.slack.workspace import Workspace

COLOURS = ("9f69e7", "4bbe2e", "e7392d", "3c989f", "674b1b", "e96699", "235e5b", "2b6836")


def profile_of(workspace: Workspace, person: Person, *, with_email: bool) -> Json:
    """Build the profile object (docs.slack.dev, reference/objects/user-object)."""
    first, _, last = person.name.partition(" ")
    status = workspace.status_of(person.slack_id)
    profile: Json = {
        "title": person.title,
        "phone": "",
        "skype": "",
        "real_name": person.name,
        "real_name_normalized": person.name,
        "display_name": first.lower(),
        "display_name_normalized": first.lower(),
        "fields": None,
        "status_text": status.text,
        "status_emoji": status.emoji,
        "status_emoji_display_info": [],
        "status_expiration": status.until,
        "avatar_hash": "g" + person.slack_id.lower(),
        "first_name": first,
        "last_name": last,
        "team": person.team_id,
        **{f"image_{size}": "" for size in (24, 32, 48, 72, 192, 512)},
    }
    if person.is_bot:
        profile |= {"bot_id": "B" + person.slack_id[1:], "api_app_id": "", "always_active": False}
    if with_email and not person.is_bot:
        profile["email"] = person.email
    return profile


def user_object(workspace: Workspace, person: Person, *, with_email: bool) -> Json:
    """Build the user object (docs.slack.dev, reference/objects/user-object)."""
    user: Json = {
        "id": person.slack_id,
        "team_id": person.team_id,
        "name": person.username,
        "deleted": person.deleted,
        "profile": profile_of(workspace, person, with_email=with_email),
        "is_bot": person.is_bot,
        "is_app_user": False,
        "updated": 1_680_000_000,
    }
    if person.deleted:
        return user
    zone = ZoneInfo(person.tz)
    wall = datetime.fromtimestamp(workspace.wire_now(), zone)
    offset = wall.utcoffset()
    return user | {
        "color": COLOURS[sum(person.slack_id.encode()) % len(COLOURS)],
        "real_name": person.name,
        "tz": person.tz,
        "tz_label": wall.tzname() or "",
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "is_admin": False,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": person.is_guest,
        "is_ultra_restricted": False,
        "is_email_confirmed": True,
        "who_can_share_contact_card": "EVERYONE",
        **_belonging(workspace, person),
    }


def _belonging(workspace: Workspace, person: Person) -> Json:
    """Return what shows that a person is of the organization, or of another one."""
    app = workspace.app
    if person.team_id not in {workspace.team_id, *app.sister_team_ids}:
        return {"is_stranger": True}
    if app.enterprise_id is None:
        return {}
    teams = sorted({workspace.team_id, person.team_id})
    user_id = f"W{person.slack_id[1:]}"
    return {"enterprise_user": {"id": user_id, "enterprise_id": app.enterprise_id, "teams": teams}}
