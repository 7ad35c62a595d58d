from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.clock import StoryClock
from sandbox.gitlab.git import Repository, blob_id, last_change, merge_base
from sandbox.gitlab.page.bumping import bumped, wanted_version
from sandbox.gitlab.page.markdown import render
from sandbox.gitlab.references import closing_issues, find_issues
from sandbox.gitlab.server import create_gitlab
from sandbox.gitlab.state import GitLabState

NOON = datetime(2023, 3, 30, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def state() -> GitLabState:
    return create_gitlab(clock=StoryClock()).state


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Closes #4712", ["gitlab-org/gitaly#4712"]),
        ("closes: #4712", ["gitlab-org/gitaly#4712"]),
        ("Fixes gitlab-org/labkit#38", ["gitlab-org/labkit#38"]),
        ("Fix #4712 and gitlab-org/labkit#38", ["gitlab-org/gitaly#4712", "gitlab-org/labkit#38"]),
        (
            "Resolves #4712, gitlab-org/labkit#38",
            ["gitlab-org/gitaly#4712", "gitlab-org/labkit#38"],
        ),
        ("Implements labkit#38", ["gitlab-org/labkit#38"]),
        ("Closes http://127.0.0.1:1/gitlab-org/labkit/-/issues/38", ["gitlab-org/labkit#38"]),
        ("Related to #4712", []),
        ("Closes #99", []),
        ("It closes the door", []),
        ("", []),
    ],
)
def test_closing_words_are_read_as_gitlab_reads_them(
    state: GitLabState, text: str, expected: list[str]
) -> None:
    home = state.find_project("gitlab-org/gitaly")
    assert home is not None
    assert [issue.reference for issue in closing_issues(state, text, home)] == expected


@given(text=st.text())
def test_references_are_found_in_any_text_without_error(state: GitLabState, text: str) -> None:
    home = state.find_project("gitlab-org/gitaly")
    assert home is not None
    assert isinstance(find_issues(state, text, home), list)
    assert isinstance(closing_issues(state, f"Closes {text}", home), list)


def nowhere(_kind: str, _text: str) -> str | None:
    return None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**bold**", "<p><strong>bold</strong></p>\n"),
        ("<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>\n"),
        ("<!-- runtime-upgrade: a/b -->text", "<p>text</p>\n"),
        ("- [ ] one\n- [x] two", "<ul>\n<li>☐ one</li>\n<li>☑ two</li>\n</ul>\n"),
        ("see #7", '<p>see <a href="/#7">#7</a></p>\n'),
        ("`#7`", "<p><code>#7</code></p>\n"),
        ("[a](javascript:x)", "<p>[a](javascript:x)</p>\n"),
        ("https://go.dev/doc.", '<p><a href="https://go.dev/doc">https://go.dev/doc</a>.</p>\n'),
        ("![p](https://x.example/p.png)", '<p>!<a href="https://x.example/p.png">p</a></p>\n'),
    ],
)
def test_text_is_shown_as_markdown_and_never_as_html(text: str, expected: str) -> None:
    assert render(text, lambda kind, found: f"/{found}" if kind == "issue" else None) == expected


@given(text=st.text(alphabet=st.characters(codec="utf-8")))
def test_no_text_smuggles_a_tag_in(text: str) -> None:
    shown = str(render(f"{text}<script>", nowhere)).casefold()
    assert "<script" not in shown
    assert "javascript:" not in shown or 'href="javascript:' not in shown


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        (".tool-versions", "golang 1.19.6\nruby 3.0.5", "golang 1.20.2\nruby 3.0.5"),
        ("go.mod", "module x\n\ngo 1.18\n", "module x\n\ngo 1.20\n"),
        ("go.mod", "\tgitlab.com/labkit v1.19.0", "\tgitlab.com/labkit v1.19.0"),
        (".gitlab-ci.yml", '  - GO_VERSION: ["1.18", "1.19"]', '  - GO_VERSION: ["1.18", "1.20"]'),
        ("docker/VERSIONS", "GO_VERSION=1.19.6", "GO_VERSION=1.20.2"),
        ("README.md", "golang 1.19.6", "golang 1.19.6"),
        ("Dockerfile", "FROM golang:1.21", "FROM golang:1.21"),
    ],
)
def test_older_go_versions_are_replaced_where_they_are_pinned(
    path: str, before: str, after: str
) -> None:
    assert bumped({path: before.encode()}, "1.20.2") == {path: after.encode()}


@pytest.mark.parametrize(
    ("title", "version"),
    [("Update Go version to 1.20.2", "1.20.2"), ("Update Go to 1.20", "1.20"), ("Tidy", None)],
)
def test_the_wanted_version_is_read_from_the_title(title: str, version: str | None) -> None:
    assert wanted_version(title) == version


def test_a_file_keeps_the_commit_that_last_changed_it() -> None:
    repository, author = Repository(), ("A", "a@example.org")
    first = repository.commit(
        "main", {"a": b"1", "b": b"1"}, message="one", author=author, now=NOON
    )
    second = repository.commit(
        "main", {"a": b"2", "b": b"1"}, message="two", author=author, now=NOON, parents=(first,)
    )
    assert (last_change(second, "a"), last_change(second, "b")) == (second, first)


def test_two_branches_share_the_commit_they_left_from() -> None:
    repository, author = Repository(), ("A", "a@example.org")
    root = repository.commit("main", {"a": b"1"}, message="root", author=author, now=NOON)
    ends = [
        repository.commit(
            name, {"a": name.encode()}, message=name, author=author, now=NOON, parents=(root,)
        )
        for name in ("one", "other")
    ]
    assert merge_base(*ends) == root


def test_a_blob_has_gits_own_id() -> None:
    assert blob_id(b"hello\n") == "ce013625030ba8dba906f756967f9e9ca394464a"
