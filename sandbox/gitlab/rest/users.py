"""Users, tokens and the server's version (api/users, personal_access_tokens, metadata)."""

import html

from sandbox.gitlab.errors import not_found
from sandbox.gitlab.permissions import permission_name
from sandbox.gitlab.records import Token, User
from sandbox.gitlab.rest.paging import paged
from sandbox.gitlab.rest.params import boolean, choice, path_integer, text
from sandbox.gitlab.rest.routing import Answer, Call, Route
from sandbox.gitlab.shapes.basics import day, moment, user_brief, user_full, user_self

REVISION = "8b2c1f0a94d"


def show_self(call: Call) -> Answer:
    """Show the token's user."""
    return Answer(user_self(call.base, call.user))


def list_users(call: Call) -> Answer:
    """List users; ``username`` matches in full, ignoring case, and ``search`` in part."""
    username, search = text(call, "username"), (text(call, "search") or "").casefold()
    if username is not None:
        found = call.state.find_user(username)
        users = [] if found is None else [found]
    else:
        users = [u for u in call.state.users.values() if _matches(u, search)]
    if boolean(call, "active"):
        users = [u for u in users if u.state == "active"]
    if boolean(call, "blocked"):
        users = [u for u in users if u.state == "blocked"]
    users.sort(key=lambda user: -user.id)
    return paged(call, users, lambda user: user_brief(call.base, user))


def _matches(user: User, search: str) -> bool:
    return search in user.name.casefold() or search in user.username.casefold()


def show_user(call: Call) -> Answer:
    """Show one user by id."""
    user = call.state.users.get(path_integer(call, "id"))
    if user is None:
        raise not_found("User")
    return Answer(user_full(call.base, user))


def show_status(call: Call) -> Answer:
    """Show a user's status."""
    user = call.state.users.get(path_integer(call, "id"))
    if user is None:
        raise not_found("User")
    return Answer(_status(user))


def set_own_status(call: Call) -> Answer:
    """Set the caller's status; missing fields are cleared."""
    user = call.user
    user.busy = choice(call, "availability", ("busy", "not_set"), "not_set") == "busy"
    user.status, user.status_emoji = text(call, "message") or "", text(call, "emoji") or ""
    return Answer(_status(user))


def _status(user: User) -> dict[str, str | None]:
    return {
        "emoji": user.status_emoji or "speech_balloon",
        "message": user.status,
        "availability": "busy" if user.busy else "not_set",
        "message_html": html.escape(user.status),
        "clear_status_at": None,
    }


def show_token(call: Call) -> Answer:
    """Show the request's token, with its scopes."""
    return Answer(_token(call.token))


def show_own_token(call: Call) -> Answer:
    """Show one of the caller's tokens by id, with what a fine-grained one was granted."""
    wanted = path_integer(call, "token_id")
    token = next((t for t in call.state.tokens.values() if t.id == wanted), None)
    if token is None or token.user is not call.user:
        raise not_found()
    names = sorted(permission_name(p) for p in token.granular or () if ": " in p)
    granted = [] if token.granular is None else [{"access": "all", "permissions": names}]
    return Answer({**_token(token), "granular_scopes": granted})


def _token(token: Token) -> dict[str, object]:
    return {
        "id": token.id,
        "name": token.name,
        "revoked": False,
        "created_at": moment(token.user.created_at),
        "description": None,
        "scopes": list(token.scopes) if token.granular is None else ["granular"],
        "granular": token.granular is not None,
        "user_id": token.user.id,
        "last_used_at": None,
        "active": True,
        "expires_at": day(token.expires_on),
    }


def show_version(call: Call) -> Answer:
    """Show the GitLab version."""
    return Answer({"version": call.state.features.version, "revision": REVISION})


def show_metadata(call: Call) -> Answer:
    """Show the GitLab version and the installed components."""
    return Answer(
        {
            "version": call.state.features.version,
            "revision": REVISION,
            "kas": {
                "enabled": False,
                "externalUrl": None,
                "externalK8sProxyUrl": None,
                "version": None,
            },
            "enterprise": True,
        }
    )


ROUTES = (
    Route("GET", "/user", show_self),
    Route("PUT", "/user/status", set_own_status),
    Route("GET", "/users", list_users),
    Route("GET", "/users/:id", show_user),
    Route("GET", "/users/:id/status", show_status),
    Route("GET", "/personal_access_tokens/self", show_token),
    Route("GET", "/personal_access_tokens/:token_id", show_own_token),
    Route("GET", "/version", show_version),
    Route("GET", "/metadata", show_metadata),
)
