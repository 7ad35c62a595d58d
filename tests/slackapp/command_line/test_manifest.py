"""The manifest requests exactly the scopes the code uses, within Slack's limits."""

import ast
import json
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from slack_sdk import WebClient

from slackapp.cli.installed import installed_app
from slackapp.listeners.show_help import VERBS
from slackapp.manifest import MANIFEST, read_manifest
from slackapp.views.show_help import COMMAND

ROOT = MANIFEST.parent

# docs.slack.dev, reference/methods/<method>: the bot scopes each method asks for, for the
# kinds of conversation that the assistant uses: channels, private channels, direct messages.
SCOPES_OF_METHODS: dict[str, set[str]] = {
    "apps_connections_open": set(),  # the app-level token's connections:write
    "auth_test": set(),
    "chat_postMessage": {"chat:write"},
    "chat_update": {"chat:write"},
    "chat_delete": {"chat:write"},
    "conversations_history": {"channels:history", "groups:history", "im:history"},
    "conversations_info": {"channels:read", "groups:read"},
    "conversations_open": {"im:write"},
    "conversations_replies": {"channels:history", "groups:history", "im:history"},
    "files_info": {"files:read"},
    "files_upload_v2": {"files:write"},
    "pins_add": {"pins:write"},
    "users_info": {"users:read"},
    "users_list": {"users:read"},
    "views_open": set(),
    "views_publish": set(),
    "views_update": set(),
}
# docs.slack.dev, reference/events/<event>.
SCOPES_OF_EVENTS: dict[str, set[str]] = {
    "app_home_opened": set(),
    "message.channels": {"channels:history"},
    "message.groups": {"groups:history"},
    "message.im": {"im:history"},
    "team_join": {"users:read"},
    "user_change": {"users:read"},
}
SCOPE_OF_COMMANDS = {"commands"}


def methods_called() -> set[str]:
    return {name for file in (ROOT / "slackapp").rglob("*.py") for name in _methods_in(file)}


def _methods_in(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and _is_web_api(node.attr):
            yield node.attr


def _is_web_api(name: str) -> bool:
    return (
        "_" in name.strip("_") and name != "api_call" and callable(getattr(WebClient, name, None))
    )


def test_every_web_api_method_that_is_called_has_its_scopes_in_the_table() -> None:
    assert methods_called() <= SCOPES_OF_METHODS.keys()


def test_the_scopes_are_those_of_the_methods_called_and_the_events_heard() -> None:
    manifest = read_manifest()
    needed = SCOPE_OF_COMMANDS.union(
        *(SCOPES_OF_METHODS[method] for method in methods_called()),
        *(SCOPES_OF_EVENTS[event] for event in manifest.events),
    )

    assert set(manifest.scopes) == needed


def test_the_events_and_the_command_are_those_that_the_app_registers() -> None:
    source = ast.parse((ROOT / "slackapp/listeners/register.py").read_text(encoding="utf-8"))
    words = {n.value for n in ast.walk(source) if isinstance(n, ast.Constant)}
    manifest = read_manifest()

    assert {word for word in words if word in SCOPES_OF_EVENTS} == set(manifest.events)
    assert set(manifest.events) == set(SCOPES_OF_EVENTS)
    assert [command.command for command in manifest.commands] == [COMMAND]


def test_people_and_channels_come_as_ids() -> None:
    assert all(command.should_escape for command in read_manifest().commands)


def test_slack_takes_the_lengths() -> None:
    """Keep to docs.slack.dev, "App manifest reference": the maximum length of each field."""
    raw = read_manifest().raw
    shown, (command,) = raw["display_information"], raw["features"]["slash_commands"]
    lengths = {
        "name": (1, len(shown["name"]), 35),
        "description": (1, len(shown["description"]), 140),
        "long_description": (175, len(shown["long_description"]), 4000),
        "display_name": (1, len(raw["features"]["bot_user"]["display_name"]), 80),
        "command": (2, len(command["command"]), 32),
        "command_description": (1, len(command["description"]), 2000),
        "usage_hint": (1, len(command["usage_hint"]), 1000),
    }

    assert {name for name, (low, has, high) in lengths.items() if not low <= has <= high} == set()


def test_it_runs_in_socket_mode_with_a_home_and_buttons() -> None:
    raw = read_manifest().raw

    assert raw["settings"] | {"event_subscriptions": None} == {
        "event_subscriptions": None,
        "interactivity": {"is_enabled": True},
        "org_deploy_enabled": False,
        "socket_mode_enabled": True,
        "token_rotation_enabled": False,
    }
    assert raw["features"]["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }


def test_the_sandbox_is_installed_with_exactly_this() -> None:
    manifest, app = read_manifest(), installed_app()

    assert (app.scopes, app.events, app.should_escape) == (manifest.scopes, manifest.events, True)
    assert app.commands == tuple((c.command, c.usage_hint) for c in manifest.commands)
    assert app.can_be_messaged is True


def test_the_sandboxs_composer_completes_to_the_verbs_there_are() -> None:
    offered = [text.split()[1] for text, _ in installed_app().completions]

    assert offered == [verb.name for verb in VERBS]
    assert installed_app().completions[0] == (
        "/runtime-upgrade start go 1.20",
        "<runtime> <version> [by <date>] plan a campaign; nothing is created until you confirm",
    )


def test_the_cli_hook_prints_the_manifest_as_json_in_both_protocols() -> None:
    argv = hook("get-manifest")
    plain = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603 - our own
    bounded = subprocess.run(  # noqa: S603 - our own
        [*argv, "--protocol=message-boundaries", "--boundary=a1b2"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert json.loads(plain.stdout) == read_manifest().raw
    assert bounded.stdout.strip() == f"a1b2{plain.stdout.strip()}a1b2"


def hook(name: str) -> list[str]:
    """Return a hook's command, in the environment that runs the tests."""
    hooks = json.loads((ROOT / ".slack/hooks.json").read_text(encoding="utf-8"))
    program, *words = shlex.split(hooks["hooks"][name])
    assert Path(program).parent == Path(".venv/bin")
    return [str(Path(sys.executable).parent / Path(program).name), *words]
