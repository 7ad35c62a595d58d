"""users.info, users.list, users.lookupByEmail, users.profile.get and dnd.info."""

from sandbox.slack.calls import Call, Method
from sandbox.slack.methods.paging import next_page, page_of
from sandbox.slack.profiles import profile_of, user_object
from sandbox.slack.wire import Json, SlackError


def info(call: Call) -> Json:
    """Describe one person (docs.slack.dev, users.info)."""
    person = call.workspace.person(call.required("user", "user_not_found"))
    return {"user": user_object(call.workspace, person, with_email=_with_email(call))}


def list_users(call: Call) -> Json:
    """List all users, including deactivated ones (docs.slack.dev, users.list)."""
    team = call.workspace.team_id
    everyone = [person for person in call.workspace.people.values() if person.team_id == team]
    page, cursor = page_of(call, everyone, default=len(everyone), most=1000)
    emails = _with_email(call)
    return {
        "members": [user_object(call.workspace, person, with_email=emails) for person in page],
        "cache_ts": int(call.workspace.wire_now()),
        **next_page(cursor),
    }


def lookup_by_email(call: Call) -> Json:
    """Find an active user by email address (docs.slack.dev, users.lookupByEmail)."""
    email = call.required("email", "users_not_found").lower()
    for person in call.workspace.people.values():
        found = person.email == email and person.team_id == call.workspace.team_id
        if found and not person.deleted and not person.is_bot:
            return {"user": user_object(call.workspace, person, with_email=True)}
    raise SlackError("users_not_found")


def profile(call: Call) -> Json:
    """Return a person's profile and status (docs.slack.dev, users.profile.get)."""
    person = call.workspace.person(call.text("user") or call.workspace.app.bot_user_id)
    return {"profile": profile_of(call.workspace, person, with_email=_with_email(call))}


def dnd_info(call: Call) -> Json:
    """Return a person's Do Not Disturb setting (docs.slack.dev, dnd.info)."""
    person = call.workspace.person(call.required("user", "user_not_found"))
    snoozed_until = call.workspace.snoozes.get(person.slack_id, 0)
    snoozing = snoozed_until > call.workspace.wire_now()
    answer: Json = {
        "dnd_enabled": snoozing,
        "next_dnd_start_ts": int(call.workspace.wire_now()) if snoozing else 1,
        "next_dnd_end_ts": int(snoozed_until) if snoozing else 1,
        "snooze_enabled": snoozing,
    }
    if snoozing:
        left = int(snoozed_until - call.workspace.wire_now())
        answer |= {"snooze_endtime": int(snoozed_until), "snooze_remaining": left}
    return answer


def _with_email(call: Call) -> bool:
    return "users:read.email" in call.scopes


METHODS = {
    "users.info": Method(info, frozenset({"user", "include_locale"}), ("users:read",), 100),
    "users.list": Method(
        list_users,
        frozenset({"cursor", "include_locale", "limit", "team_id"}),
        ("users:read",),
        20,
    ),
    "users.lookupByEmail": Method(lookup_by_email, frozenset({"email"}), ("users:read.email",), 50),
    "users.profile.get": Method(
        profile, frozenset({"user", "include_labels"}), ("users.profile:read",), 100
    ),
    "dnd.info": Method(dnd_info, frozenset({"user", "team_id"}), ("dnd:read",), 50),
}
