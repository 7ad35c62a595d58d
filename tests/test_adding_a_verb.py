"""The walk in CONTRIBUTING.md adds a verb: performed in a copy of the project."""

from pathlib import Path

from tests.walks import copy_project, lint, run_tests, steps_under

MAX_FILES = 6
# What any verb has to satisfy, beside the test of its own.
GUARDS = ("tests/test_docs.py", "tests/test_house.py", "tests/slackapp/test_help.py")


def test_the_walk_adds_a_verb(tmp_path: Path) -> None:
    project, walk = copy_project(tmp_path), list(steps_under("Adding a verb"))
    new = [step.path for step in walk if not step.is_diff]
    for step in walk:
        step.perform(project)

    assert len({step.path for step in walk}) == MAX_FILES
    lint(project, *new)
    test = next(path for path in new if path.startswith("tests/"))
    run_tests(project, test, *GUARDS)
