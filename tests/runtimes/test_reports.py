"""Pins as JSON objects, and edits as a diff that Git applies."""

from runtimes.pins import find_pins
from runtimes.reports import pin_objects, unified_diff


def test_a_pin_is_an_object_of_plain_values() -> None:
    text = "FROM golang:1.20-alpine\nFROM ruby:${RUBY}\n"
    assert pin_objects(find_pins("Dockerfile", text)) == [
        {
            "path": "Dockerfile",
            "line": 1,
            "runtime": "go",
            "kind": "image",
            "raw": "1.20",
            "version": "1.20",
            "edit": "yes",
            "reason": "keeps the suffix -alpine: only the registry knows whether the tag exists",
        },
        {
            "path": "Dockerfile",
            "line": 2,
            "runtime": "ruby",
            "kind": "image",
            "raw": "${RUBY}",
            "version": None,
            "edit": "never",
            "reason": "follows ${RUBY}: edit it where that is set",
        },
    ]


def test_a_change_is_a_unified_diff() -> None:
    assert unified_diff(".nvmrc", "v18\n", "v24\n") == (
        "--- a/.nvmrc\n+++ b/.nvmrc\n@@ -1 +1 @@\n-v18\n+v24\n"
    )
    assert unified_diff(".nvmrc", "v18", "v24") == (
        "--- a/.nvmrc\n+++ b/.nvmrc\n@@ -1 +1 @@\n"
        "-v18\n\\ No newline at end of file\n+v24\n\\ No newline at end of file\n"
    )
    assert unified_diff(".nvmrc", "v18\n", "v18\n") == ""
