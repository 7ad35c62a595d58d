"""`pins` and `bump` in a terminal, on any checkout, without settings."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

RUN = str(Path(sys.executable).with_name("runtime-upgrade"))


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "go.mod").write_text("module example.org/x\n\ngo 1.19\n", encoding="utf-8")
    (tmp_path / ".gitlab-ci.yml").write_bytes(b'variables:\r\n  GO_VERSION: "1.19.7" # ours\r\n')
    (tmp_path / ".tool-versions").write_text("golang 1.19.7\nruby 3.2.2\n", encoding="utf-8")
    (tmp_path / "broken.mod").write_bytes(b"\xff\xfe\x00")
    return tmp_path


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own command
        [RUN, *words], capture_output=True, text=True, check=False, env={}, timeout=60
    )


def test_pins_lists_what_a_checkout_pins(checkout: Path) -> None:
    done = run("pins", str(checkout), "--runtime", "golang", "--json")

    listed = json.loads(done.stdout)
    assert [(pin["path"], pin["line"], pin["raw"], pin["edit"]) for pin in listed] == [
        (".gitlab-ci.yml", 2, "1.19.7", "yes"),
        (".tool-versions", 1, "1.19.7", "yes"),
        ("go.mod", 3, "1.19", "yes"),
    ]
    assert set(listed[0]) == {
        "path", "line", "runtime", "kind", "raw", "version", "edit", "reason",
    }  # fmt: skip


def test_bump_prints_the_edit_and_changes_nothing(checkout: Path) -> None:
    before = (checkout / ".tool-versions").read_text(encoding="utf-8")

    done = run("bump", str(checkout), "--runtime", "go", "--to", "1.20.5")

    assert "-golang 1.19.7\n+golang 1.20.5\n ruby 3.2.2\n" in done.stdout
    assert (checkout / ".tool-versions").read_text(encoding="utf-8") == before


def test_bump_writes_when_told_and_keeps_everything_else(checkout: Path) -> None:
    run("bump", str(checkout), "--runtime", "go", "--to", "1.20.5", "--write")

    edited = (checkout / ".gitlab-ci.yml").read_bytes()
    assert edited == b'variables:\r\n  GO_VERSION: "1.20.5" # ours\r\n'
    assert (checkout / ".tool-versions").read_text("utf-8") == "golang 1.20.5\nruby 3.2.2\n"


def test_pins_loads_nothing_of_the_assistant() -> None:
    asks = "import sys, slackapp.cli.pins; print([*{'sqlalchemy', 'typer'} & {*sys.modules}])"

    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", asks], capture_output=True, text=True, check=True
    )

    assert done.stdout == "[]\n"


def test_pins_names_a_file_whose_name_is_no_text(tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"\xff")
    folder.mkdir()
    (folder / "go.mod").write_text("go 1.20\n", encoding="utf-8")

    done = run("pins", str(tmp_path))

    assert done.stdout.startswith("\\udcff/go.mod:1  go 1.20  yes: ")


def test_pins_stops_quietly_on_a_closed_pipe(checkout: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)

    done = subprocess.run(  # noqa: S603 - our own command
        [RUN, "pins", str(checkout)], stdout=writing, stderr=subprocess.PIPE, check=True
    )

    os.close(writing)
    assert done.stderr == b""


@pytest.mark.parametrize("words", [("pins", "--help"), ("--help",)])
def test_the_help_names_pins(words: tuple[str, ...]) -> None:
    assert "List every line of a checkout that pins a runtime." in run(*words).stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("pins", "/nowhere"), "/nowhere is not a folder; pass the path of a checkout"),
        (("pins", ".", "--runtime", "gp"), "Did you mean go?"),
        (("bump", ".", "--runtime", "go", "--to", "one"), "one is not a version"),
    ],
)
def test_invalid_arguments_give_a_sentence(words: tuple[str, ...], sentence: str) -> None:
    done = run(*words)

    assert done.returncode == 2
    assert sentence in " ".join(done.stderr.replace("│", " ").split())
    assert "Traceback" not in done.stderr
