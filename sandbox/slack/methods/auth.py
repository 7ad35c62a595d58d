"""auth.test, apps.connections.open and team.info."""

from secrets import token_urlsafe

from sandbox.slack.calls import Call, Method
from sandbox.slack.wire import Json


def auth_test(call: Call) -> Json:
    """Return the token's identity (docs.slack.dev, auth.test)."""
    app = call.workspace.app
    return {
        "url": f"{call.base_url}/",
        "team": "Tanuki Sandbox",
        "user": app.bot_name,
        "team_id": call.workspace.team_id,
        "user_id": app.bot_user_id,
        "bot_id": app.bot_id,
        "is_enterprise_install": app.is_org_wide,
        **({"enterprise_id": app.enterprise_id} if app.enterprise_id else {}),
    }


def open_connection(call: Call) -> Json:
    """Issue a WebSocket address with a single-use ticket (docs.slack.dev)."""
    ticket = token_urlsafe(16)
    call.workspace.tickets.add(ticket)
    host = call.base_url.removeprefix("http://")
    return {"url": f"ws://{host}/link/?ticket={ticket}&app_id={call.workspace.app.app_id}"}


def team_info(call: Call) -> Json:
    """Describe the workspace (docs.slack.dev, team.info)."""
    return {
        "team": {
            "id": call.workspace.team_id,
            "name": "Tanuki Sandbox",
            "domain": call.workspace.domain,
            "email_domain": "example.org",
            "url": f"{call.base_url}/",
            "icon": {"image_default": True},
        }
    }


METHODS = {
    "auth.test": Method(auth_test, frozenset(), per_minute=600),
    "apps.connections.open": Method(open_connection, frozenset(), per_minute=50, app_token=True),
    "team.info": Method(team_info, frozenset({"team", "domain"}), ("team:read",), 50),
}
