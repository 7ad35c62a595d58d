"""The `pins` command: lists a checkout's pins, without settings or the assistant."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from commands.errors import InvalidRequestError
from runtimes.checkout import Survey, Unread, read_candidate, survey
from runtimes.explain import explain
from runtimes.reports import pin_objects
from slackapp.grammar import parse_runtime


def main(words: Sequence[str] | None = None) -> None:
    """Parse the arguments of ``pins`` (``sys.argv`` by default) and list the pins."""
    options = _parser().parse_args(sys.argv[2:] if words is None else words)
    if options.explain is not None:
        _print("\n".join(_explained(options.path, options.explain)))
        return
    found = survey(options.path, options.runtime)
    if _print(json.dumps(pin_objects(found.pins), indent=2) if options.json else _lines(found)):
        report_unread(found)
        _report_left_out(found)


def _report_left_out(found: Survey) -> None:
    """Print how many files and folders each rule skipped, on standard error."""
    for left in found.left_out:
        parts = [f"{left.files:,} files"] if left.files else []
        parts += [f"{len(left.folders):,} folders"] if left.folders else []
        example = left.example or left.folders[0]
        sys.stderr.write(f"Skipped {' and '.join(parts)}: {left.rule} (such as {example})\n")


def _explained(folder: Path, path: str) -> list[str]:
    """List the managers that read a file and their matches, or the reason why none read it."""
    text = read_candidate(folder.resolve(), path)
    if isinstance(text, Unread):
        return [f"{path} was not read: {text.reason}"]
    found = explain(path, text)
    if found.rule:
        return [f"{path} was skipped: {found.rule}"]
    how = f"parsed as {found.grammar}" if found.grammar else "read line by line"
    lines = [f"{path} was {how}; managers: {', '.join(found.managers)}"]
    for seen in found.seen:
        match = seen.match
        reason = f": {match.reason}" if match.reason else ""
        lines.append(
            f"  {seen.line}  {seen.manager}  {match.runtime} {seen.text}  "
            f"{match.kind}, {match.confidence}, {match.edit}{reason}"
        )
    return lines


def report_unread(found: Survey) -> None:
    """List the files that could not be read, on standard error."""
    for unread in found.unread:
        sys.stderr.write(f"{unread.path} was not read: {unread.reason}\n")


def _print(text: str) -> bool:
    """Print text; return False if the reader has closed the pipe."""
    try:
        # File names are not always UTF-8.
        sys.stdout.write(text.encode("utf-8", "backslashreplace").decode() + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader closed the pipe (`| head`); the interpreter must not flush again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return False
    return True


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "runtime-upgrade pins", description="List every line of a checkout that pins a runtime."
    )
    parser.add_argument("path", metavar="PATH", type=_folder, help="The checkout to read.")
    parser.add_argument(
        "--runtime",
        type=_runtime,
        help="List only this runtime: go, ruby, rails, node, vue or python.",
    )
    parser.add_argument(
        "--explain", metavar="FILE", help="Show which managers read this file and what they found."
    )
    parser.add_argument("--json", action="store_true", help="Print JSON for scripts.")
    return parser


def _folder(word: str) -> Path:
    path = Path(word)
    if not path.is_dir():
        raise argparse.ArgumentTypeError(f"{word} is not a folder; pass the path of a checkout")
    return path


def _runtime(word: str) -> str:
    try:
        return parse_runtime(word).name
    except InvalidRequestError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _lines(found: Survey) -> str:
    lines = [
        f"{pin.path}:{pin.line}  {pin.runtime} {pin.raw}  {pin.edit}: {pin.reason}"
        for pin in found.pins
    ]
    return "\n".join(lines) or "No pins of a known runtime found."
