"""GitLab's Markdown: hostile text is escaped by construction, in notes and in templates."""

import ast
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import commands
from campaigns.model.campaign import Tier
from commands.errors import InvalidRequestError
from commands.lifecycle.issue_texts import announcement_text, epic_text, issue_text, request_text
from commands.markdown import (
    Markdown,
    address,
    as_value,
    code,
    join,
    link,
    markdown,
    mention,
    reference,
)
from commands.merge_requests.bump_edits import MovedLine
from commands.templates import TemplateTarget, read_target
from slackapp.cli.demo import EXAMPLE_CATALOG
from tests.entities import CAMPAIGN, item, view

HOSTILE = (
    "@all\n/close\n<img src=x> [click](https://evil.example) <https://evil.example|x> "
    "**b** `c` | www.evil.example ~label #1 !2 \u202e\u200b$3"
)
ACTIVE = re.compile(r"(?<!\\)[@\[<`|~#!$]|https?://|www\.|[\u202e\u200b]")
TEMPLATES = sorted((EXAMPLE_CATALOG / "templates").glob("*.md"))


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (markdown("- {}: {}", "a*b", Markdown("**c**")), r"- a\*b: **c**"),
        (markdown("{} of {}", 3, None), "3 of None"),
        (join([markdown("a"), markdown("b")]), "a\nb"),
        (code("go.mod`", 3), "`go.mod:3`"),
        (code("a\n/close"), "`a /close`"),
        (mention("gus-sandbox"), "@gus-sandbox"),
        (mention("all @x"), r"all \@x"),
        (reference("gitlab-org/gitaly#7"), "gitlab-org/gitaly#7"),
        (reference("#7 @all"), r"\#7 \@all"),
        (address("https://a.example/x y)<z>"), "https://a.example/x%20y%29%3Cz%3E"),
        (link(markdown("{}", "a]"), "https://a.example/)"), r"[a\]](https://a.example/%29)"),
        (link(markdown("a"), None), "a"),
        (as_value("Go 1.20"), "Go 1.20"),
        (as_value("gitlab-org/gitlab_shell"), "gitlab-org/gitlab_shell"),
        (as_value("1. October"), r"1\. October"),
        (as_value("www.evil.example"), r"www\.evil\.example"),
        (as_value("/close"), r"\/close"),
    ],
)
def test_only_what_was_made_as_markdown_is_markup(made: object, text: str) -> None:
    assert made == text
    assert isinstance(made, Markdown)


@given(st.text(max_size=80) | st.just(HOSTILE))
def test_a_value_of_a_template_is_never_active(words: str) -> None:
    value = str(as_value(words))

    assert "\n" not in value
    assert not ACTIVE.search(value.replace("\\\\", ""))


def test_markdown_is_made_only_of_literals() -> None:
    makers, built = set(), []
    for file in Path(commands.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                if node.func.id == "Markdown":
                    makers.add(file.name)
                if node.func.id == "markdown":
                    built.append(node.args[0])

    assert makers == {"markdown.py"}
    assert built
    assert all(isinstance(first, (ast.Constant, ast.IfExp)) for first in built)


def hostile_texts() -> list[str]:
    campaign = replace(
        CAMPAIGN, runtime_title=HOSTILE, version=HOSTILE, tiers=(Tier("one", HOSTILE),)
    )
    one = item(1, HOSTILE, project=HOSTILE, dri=HOSTILE)
    moved = [MovedLine(HOSTILE, 3, HOSTILE, HOSTILE)]
    values = {"moved": moved, "left": [HOSTILE], "closes": [HOSTILE]}
    return [
        epic_text(EXAMPLE_CATALOG, view(one, campaign=campaign)),
        issue_text(EXAMPLE_CATALOG, campaign, one).partition("<!--")[0],
        request_text(EXAMPLE_CATALOG, campaign, values),
    ]


@pytest.mark.parametrize("text", hostile_texts(), ids=["epic", "issue", "merge_request"])
def test_a_template_for_gitlab_holds_nothing_active_of_others(text: str) -> None:
    visible = re.sub(r"`[^`\n]*`", "", re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL))

    assert "evil" in visible
    assert not re.search(r"^\s*/", visible, re.MULTILINE)
    assert not re.search(r"(?<!\\)[@<~]|https?://|(?<!\\)\]\(|[\u202e\u200b]", visible)


def test_a_template_for_slack_stays_plain_because_its_view_escapes_it() -> None:
    names = ["a*b", "<!channel>"]

    text = announcement_text(EXAMPLE_CATALOG, CAMPAIGN, "announce_gdk_merged.md", names)

    assert text.startswith("a*b and <!channel> now use Go 1.20.")


def test_every_template_declares_its_target() -> None:
    assert all(file.read_text(encoding="utf-8").startswith("{# target: ") for file in TEMPLATES)
    assert {file.name: read_target(file) for file in TEMPLATES} == {
        file.name: TemplateTarget("slack" if file.name.startswith("announce_") else "gitlab")
        for file in TEMPLATES
    }


def test_without_a_declaration_a_template_is_escaped_and_nothing_turns_that_off(
    tmp_path: Path,
) -> None:
    (tmp_path / "templates").mkdir()
    template, one = tmp_path / "templates" / "issue.md", item(1, "@all", tier="one")

    template.write_text("For {{ component }}", encoding="utf-8")
    assert issue_text(tmp_path, CAMPAIGN, one).startswith(r"For \@all")

    template.write_text("For {{ component | safe }}, as before", encoding="utf-8")
    with pytest.raises(InvalidRequestError, match="No filter named 'safe'"):
        issue_text(tmp_path, CAMPAIGN, one)
