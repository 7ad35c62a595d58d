"""Quotes that a version needs in YAML: ``3.10`` is the number 3.1 there, ``'3.10'`` a text.

Only a plain scalar that is nothing but the version needs them (yaml.org, 1.2, "Core Schema").
"""

import re

from runtimes.model import Span

_YAML = re.compile(r"\.ya?ml$", re.IGNORECASE)
_SHORTENED = re.compile(r"\d+\.\d*0")
# What may stand before a value: a key, a dash, the beginning of a flow list, a tag or an anchor.
_VALUE_BEGINS = re.compile(
    r"(?:[\w\"')\]}-][ \t]*:[ \t]+|^[ \t]*-[ \t]+|[\[,{])[ \t]*(?:[&!]\S+[ \t]+)*$"
)
_ENDS = re.compile(r"[ \t]*(?:[,\]}]|[ \t]#|\r?$)", re.MULTILINE)
_REACH = 2000


def as_text(path: str, text: str, span: Span, new: str) -> str:
    """A version as it is to be written at a place of a file: in quotes where YAML needs them."""
    if not _YAML.search(path) or not _SHORTENED.fullmatch(new) or not _is_plain(text, span):
        return new
    mark = "'" if text.count("'") > text.count('"') else '"'
    return f"{mark}{new}{mark}"


def _is_plain(text: str, span: Span) -> bool:
    """Whether a place is a whole value without quotes."""
    start, end = span
    before = text[text.rfind("\n", 0, start) + 1 : start]
    if not _ENDS.match(text, end):
        return False
    if before.strip() == "" or before.rstrip().endswith(","):
        return _is_in_flow(text, start)
    return _VALUE_BEGINS.search(before) is not None


def _is_in_flow(text: str, at: int) -> bool:
    """Whether a place lies in ``[`` or ``{`` that is not closed before it."""
    before = text[max(0, at - _REACH) : at]
    return any(before.count(a) > before.count(b) for a, b in ("[]", "{}"))
