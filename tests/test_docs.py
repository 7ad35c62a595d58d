"""The documentation matches the code: verbs, commands, settings, dependencies and links."""

import re
import tomllib
from pathlib import Path

import pytest
import typer

from campaigns.people.roles import EVERYBODYS, PERMISSION_WORDS, PERMITTED, Permission, may
from commands.people.actors import OPERATOR, name_permitted
from slackapp.cli.main import cli
from slackapp.doctor.slack import SCOPE_COSTS
from slackapp.grammar import split_word
from slackapp.listeners.show_help import VERBS
from slackapp.manifest import read_manifest
from slackapp.settings import Settings
from slackapp.verbs import AnyVerb
from storage.catalog.read import Policy
from storage.reminders.policy import Reminders

ROOT = Path(__file__).parent.parent
PAPERS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def headings(name: str) -> dict[str, str]:
    """Map each third-level heading to the text below it."""
    parts = re.split(r"^#{2,3} (.+)$", text(name), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_every_verb_has_its_heading_with_usage_example_and_flags(verb: AnyVerb) -> None:
    below = headings("docs/commands.md")[verb.name]
    ticks = verb.asks.buttons.ticks if verb.asks else ()

    assert f"```\n{verb.usage}\n```" in below
    assert not verb.example or f"`/runtime-upgrade {verb.example}`" in below
    assert [tick.flag for tick in ticks if f"`{tick.flag}`" not in below] == []


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_every_example_is_understood(verb: AnyVerb) -> None:
    name, words = split_word(verb.example or verb.name)

    assert name == verb.name
    verb.parse(words)


def who(permission: Permission) -> str:
    return "everyone in the workspace" if permission in EVERYBODYS else name_permitted(permission)


def test_the_table_of_permissions_is_what_the_verbs_declare() -> None:
    table = headings("docs/commands.md")["Permissions"]
    declared = [
        (f"`{name}`", permission)
        for verb in VERBS
        for name, permission in {verb.name: verb.permission, **verb.further}.items()
    ]
    by_button = {*Permission} - {permission for _, permission in declared}
    declared += [(PERMISSION_WORDS[one], one) for one in Permission if one in by_button]

    assert re.findall(r"^\| (.+) \| (.+) \|$", table, re.MULTILINE)[1:] == [
        (name, who(permission)) for name, permission in declared
    ]


def test_an_operator_may_use_every_verb_but_one() -> None:
    assert [v.name for v in VERBS if not may(OPERATOR, v.permission)] == ["escalate"]


def test_every_command_of_the_terminal_has_its_heading_and_there_are_no_others() -> None:
    commands = set(typer.main.get_command(cli).commands)  # type: ignore[attr-defined]  # a group of commands

    assert (
        set(headings("docs/commands.md")) - {"The verbs", "Permissions", "In a terminal only"}
        == commands
    )


def test_every_verb_that_only_some_may_use_says_who() -> None:
    below = headings("docs/commands.md")

    stated = {verb for verb, words in below.items() if "vailable to" in " ".join(words.split())}
    assert {verb for verb in PERMITTED if verb in below} - stated == set()


def test_every_setting_is_documented_and_in_the_example() -> None:
    settings = {name.upper() for name in Settings.model_fields}
    documented = set(re.findall(r"^\| `([A-Z_]+)`", text("docs/configuration.md"), re.MULTILINE))
    example = set(re.findall(r"^([A-Z_]+)=", text(".env.example"), re.MULTILINE))

    assert documented == settings
    assert settings - example == {"SLACK_API_URL"}


def test_every_rule_of_the_policy_and_of_reminders_is_documented() -> None:
    documented = set(re.findall(r"^\| `([a-z_]+)`", text("docs/configuration.md"), re.MULTILINE))

    assert documented == set(Policy.model_fields) | set(Reminders.model_fields)


def test_every_dependency_has_its_reason_and_nothing_else_has() -> None:
    project = tomllib.loads(text("pyproject.toml"))["project"]
    extras = project["optional-dependencies"].values()
    wanted = [*project["dependencies"], *(line for lines in extras for line in lines)]
    names = {re.split(r"[\[<>=]", line)[0] for line in wanted}
    table = re.findall(r"^\| `([\w-]+)` \| \S", text("docs/dependencies.md"), re.MULTILINE)

    assert sorted(table) == sorted(names)


def test_every_scope_has_its_cost_for_the_doctor() -> None:
    assert set(SCOPE_COSTS) == set(read_manifest().scopes)


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: str(paper.relative_to(ROOT)))
def test_every_link_to_a_file_leads_somewhere(paper: Path) -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", paper.read_text(encoding="utf-8"))

    assert [t for t in targets if not (paper.parent / t).exists()] == []


def test_every_decision_is_numbered_and_fits_on_a_screen() -> None:
    papers = sorted((ROOT / "docs/adr").glob("*.md"))

    assert [int(p.name[:4]) for p in papers] == list(range(1, len(papers) + 1))
    assert [p.name for p in papers if len(p.read_text(encoding="utf-8").splitlines()) > 40] == []
