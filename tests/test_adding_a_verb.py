"""The walk in CONTRIBUTING.md adds a verb: performed in a copy of the project."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
MOST_FILES = 6
NOT_COPIED = shutil.ignore_patterns(".git", ".venv*", "__pycache__", ".*_cache", "*.egg-info")
BLOCK = re.compile(r"^(`{3,4})(python|diff) (\S+)\n(.*?)^\1$", re.MULTILINE | re.DOTALL)
# What any verb has to satisfy, beside the test of its own.
GUARDS = ("tests/test_docs.py", "tests/test_house.py", "tests/slackapp/test_help.py")


@dataclass(frozen=True)
class Step:
    """One block of the walk: a new file, or the lines that change in one."""

    path: str
    text: str
    is_diff: bool

    def perform(self, project: Path) -> None:
        file = project / self.path
        if not self.is_diff:
            assert not file.exists()
            file.write_text(self.text, encoding="utf-8")
            return
        before = file.read_text(encoding="utf-8")
        old, new = self._side("-"), self._side("+")
        assert before.count(old) == 1, f"{self.path} has {before.count(old)} times {old!r}"
        file.write_text(before.replace(old, new), encoding="utf-8")

    def _side(self, mark: str) -> str:
        lines = self.text.splitlines(keepends=True)
        return "\n" + "".join(line[1:] for line in lines if line[0] in (mark, " "))


def steps() -> Iterator[Step]:
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for _, kind, path, text in BLOCK.findall(page.partition("\n## Adding a verb\n")[2]):
        yield Step(path, text, kind == "diff")


def run(project: Path, *words: str) -> str:
    """Run a tool of this environment in the copy; its output says why it failed."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    command = [sys.executable, "-m", *words]
    done = subprocess.run(  # noqa: S603 - our own
        command, check=False, cwd=project, env=env, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_walk_adds_a_verb(tmp_path: Path) -> None:
    project = tmp_path / "project"
    shutil.copytree(ROOT, project, ignore=NOT_COPIED)
    walk = list(steps())
    new = [step.path for step in walk if not step.is_diff]
    for step in walk:
        step.perform(project)

    assert len({step.path for step in walk}) == MOST_FILES
    run(project, "ruff", "check", "--no-cache", *new)
    run(project, "ruff", "format", "--no-cache", "--check", *new)
    test = next(path for path in new if path.startswith("tests/"))
    passed = run(project, "pytest", "-q", "-p", "no:cacheprovider", test, *GUARDS)
    assert "passed" in passed
