"""Suggesting a similar known name: "Did you mean X?"."""

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ` Did you mean X?` if a known name is similar, or an empty string."""
    by_fold = {name.casefold(): name for name in known}
    close = get_close_matches(word.casefold(), by_fold, n=1, cutoff=0.5)
    return f" Did you mean {by_fold[close[0]]}?" if close else ""
