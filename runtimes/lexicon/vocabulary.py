"""The packaged words that decide what a name means, read on first use."""

from functools import cache
from pathlib import Path

from runtimes.registry import list_runtimes
from runtimes.tables import read_yaml


@cache
def _lists() -> dict[str, list[str]]:
    return read_yaml(Path(__file__).with_suffix(".yml"))


@cache
def words(name: str) -> frozenset[str]:
    """One of the lists of ``vocabulary.yml``."""
    return frozenset(_lists()[name])


@cache
def alternatives(name: str) -> str:
    """One of the lists as the alternatives of a regular expression, in its own order.

    ``RUNTIME`` stands for the words of all runtimes.
    """
    words_of_all = (word for each in list_runtimes() for word in each.words.variables)
    return "|".join(_lists()[name]).replace("RUNTIME", "|".join(words_of_all))
