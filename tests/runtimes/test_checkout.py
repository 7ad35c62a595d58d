"""A checkout is read file by file; skipped files have a reason."""

import os
from pathlib import Path

from runtimes.checkout import LeftOut, Unread, find_pins_in, survey


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Files under a folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def test_the_pins_of_all_candidate_files_come_by_path_and_line(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        {
            "go.mod": "module x\n\ngo 1.20\n",
            "build/Dockerfile": "FROM scratch\nFROM golang:1.20\n",
            "main.go": "// go1.19\n",
            "vendor/x/go.mod": "module y\n\ngo 1.17\n",
            "pkg/testdata/go.mod": "module y\n\ngo 1.17\n",
            "out/Dockerfile": "FROM golang:1.17\n",
            ".gitignore": "/out/\n*.log\n",
            ".git/config": "go_version = 1.17\n",
        },
    )
    assert [(pin.path, pin.line) for pin in find_pins_in(folder, "go")] == [
        ("build/Dockerfile", 2),
        ("go.mod", 3),
    ]


def test_only_the_runtime_that_is_asked_for_is_found(tmp_path: Path) -> None:
    folder = write(tmp_path, {".tool-versions": "golang 1.20.5\nruby 3.2.2\n"})
    assert [pin.runtime for pin in find_pins_in(folder, "ruby")] == ["ruby"]
    assert [pin.runtime for pin in find_pins_in(folder)] == ["go", "ruby"]


def test_what_cannot_be_read_has_its_reason(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside", {"Dockerfile": "FROM golang:1.20\n"})
    folder = write(
        tmp_path / "inside",
        {
            "a.yml": b"go_version: 1.20\0",
            "b.yml": b"go_version: \xff1.20",
            "c.yml": b"# " + b"x" * 2_000_001,
            "empty.yml": "",
            "Makefile": "GO_VERSION = 1.20\n",
        },
    )
    (folder / "Dockerfile").symlink_to(outside / "Dockerfile")
    (folder / "Dockerfile.inside").symlink_to("Makefile")
    (folder / "Dockerfile.gone").symlink_to("nowhere")
    os.mkfifo(folder / "Dockerfile.pipe")
    found = survey(folder)
    assert [pin.path for pin in found.pins] == ["Dockerfile.inside", "Makefile"]
    assert found.unread == (
        Unread("Dockerfile", "a symbolic link that leaves the folder"),
        Unread("Dockerfile.gone", "cannot be read: No such file or directory"),
        Unread("Dockerfile.pipe", "no regular file"),
        Unread("a.yml", "binary"),
        Unread("b.yml", "not encoded as UTF-8"),
        Unread("c.yml", "larger than 2000000 bytes"),
    )


def test_linked_folders_are_not_followed(tmp_path: Path) -> None:
    write(tmp_path / "outside", {"Dockerfile": "FROM golang:1.20\n"})
    folder = write(tmp_path / "inside", {"go.mod": "go 1.20\n"})
    (folder / "linked").symlink_to(tmp_path / "outside")
    assert [pin.path for pin in find_pins_in(folder)] == ["go.mod"]


def test_what_a_rule_leaves_out_is_counted(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        {
            "go.mod": "go 1.20\n",
            "main.go": "package main\n",
            "web.css": "",
            "CHANGELOG.md": "Go 1.19\n",
            "notes.xyz": "",
            "pkg/testdata/go.mod": "go 1.17\n",
            "vendor/x/go.mod": "go 1.17\n",
            "out/x.yml": "",
            ".gitignore": "/out/\n",
            ".github/dependabot.yml": "version: 2\n",
        },
    )
    assert survey(folder).left_out == (
        LeftOut("history", 1, (), "CHANGELOG.md"),
        LeftOut("ignored by Git", 0, ("out",)),
        LeftOut("no kind of file that pins", 2, (), ".gitignore"),
        LeftOut("settings of an updater", 1, (), ".github/dependabot.yml"),
        LeftOut("source code", 2, (), "main.go"),
        LeftOut("test data", 0, ("pkg/testdata",)),
        LeftOut("vendored", 0, ("vendor/x",)),
    )
