"""A file's pins are explained: who took it, and what each saw."""

from runtimes.explain import explain


def test_each_match_names_its_manager_and_how_it_was_read() -> None:
    told = explain(".github/workflows/x.yml", "env:\n  GO_VERSION: '1.22'\n  A: go1.21\n")
    assert (told.rule, told.grammar, told.managers) == ("", "yaml", ("github_actions",))
    assert [(one.manager, one.line, one.text, one.match.confidence) for one in told.seen] == [
        ("github_actions", 2, "1.22", "exact"),
        ("github_actions", 3, "1.21", "exact"),
    ]


def test_a_file_that_nobody_takes_names_the_rule() -> None:
    assert explain("docs/CHANGELOG.md", "Go 1.20\n").rule == "history"
    assert explain("a/node_modules/x/package.json", "{}").rule == "vendored"
    assert explain("main.go", "package main\n").rule == "source code"
    assert explain("picture.xyz", "").rule == "no kind of file that pins"
