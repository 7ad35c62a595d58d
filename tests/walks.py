"""The walks of CONTRIBUTING.md, performed in a copy of the project."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
NOT_COPIED = shutil.ignore_patterns(".git", ".venv*", "__pycache__", ".*_cache", "*.egg-info")
BLOCK = re.compile(r"^(`{3,4})(python|diff) (\S+)\n(.*?)^\1$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Step:
    """One block of a walk: a new file, or the lines that change in one."""

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


def steps_under(heading: str) -> Iterator[Step]:
    """List the steps of the walk under a heading of CONTRIBUTING.md, in order."""
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    walk = page.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    for _, kind, path, text in BLOCK.findall(walk):
        yield Step(path, text, kind == "diff")


def copy_project(folder: Path) -> Path:
    """Copy the project into a folder, without build artifacts."""
    project = folder / "project"
    shutil.copytree(ROOT, project, ignore=NOT_COPIED)
    return project


def run_python(project: Path, *words: str, **environment: str) -> str:
    """Run this environment's Python in the copy; show its output on failure."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    command = [sys.executable, *words]
    done = subprocess.run(  # noqa: S603 - our own
        command, check=False, cwd=project, env=env | environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def lint(project: Path, *files: str) -> None:
    """Check that the new files pass `make lint`."""
    run_python(project, "-m", "ruff", "check", "--no-cache", *files)
    run_python(project, "-m", "ruff", "format", "--no-cache", "--check", *files)


def run_tests(project: Path, *files: str) -> None:
    """Run these tests of the copy."""
    assert "passed" in run_python(project, "-m", "pytest", "-q", "-p", "no:cacheprovider", *files)
