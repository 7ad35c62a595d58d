"""`pins`: what a checkout pins. Needs no settings and does not load the assistant."""

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
    asked = _parser().parse_args(sys.argv[2:] if words is None else words)
    if asked.explain is not None:
        _say("\n".join(_explained(asked.path, asked.explain)))
        return
    found = survey(asked.path, asked.runtime)
    if _say(json.dumps(pin_objects(found.pins), indent=2) if asked.json else _lines(found)):
        report_unread(found)
        _say_left_out(found)


def _say_left_out(found: Survey) -> None:
    """Count what each rule left out, apart from the result."""
    for left in found.left_out:
        parts = [f"{left.files:,} files"] if left.files else []
        parts += [f"{len(left.folders):,} folders"] if left.folders else []
        example = left.example or left.folders[0]
        sys.stderr.write(f"{' and '.join(parts)} left out: {left.rule} (such as {example})\n")


def _explained(folder: Path, path: str) -> list[str]:
    """Who took a file and what each saw, or why nobody did."""
    text = read_candidate(folder.resolve(), path)
    if isinstance(text, Unread):
        return [f"{path} is not read: {text.reason}"]
    told = explain(path, text)
    if told.rule:
        return [f"{path} is left out: {told.rule}"]
    by = f"as {told.grammar}" if told.grammar else "line by line"
    lines = [f"{path} is read {by} by {', '.join(told.managers)}"]
    for seen in told.seen:
        match = seen.match
        reason = f": {match.reason}" if match.reason else ""
        lines.append(
            f"  {seen.line}  {seen.manager}  {match.runtime} {seen.text}  "
            f"{match.kind}, {match.confidence}, {match.edit}{reason}"
        )
    return lines


def report_unread(found: Survey) -> None:
    """Name the skipped files on standard error, apart from the result."""
    for unread in found.unread:
        sys.stderr.write(f"{unread.path} was not read: {unread.reason}\n")


def _say(text: str) -> bool:
    """Whether somebody read it to its end."""
    try:
        # A file's name need not be UTF-8.
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
    parser.add_argument("path", metavar="PATH", type=_folder, help="A checkout.")
    parser.add_argument(
        "--runtime", type=_runtime, help="Only this runtime: go, ruby, rails, node, vue or python."
    )
    parser.add_argument(
        "--explain", metavar="FILE", help="Which managers read this file, and what each saw."
    )
    parser.add_argument("--json", action="store_true", help="Print JSON for scripts.")
    return parser


def _folder(word: str) -> Path:
    path = Path(word)
    if not path.is_dir():
        raise argparse.ArgumentTypeError(f"{word} is not a folder: name a checkout")
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
