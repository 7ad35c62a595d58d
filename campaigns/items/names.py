"""Names as people type them: without what cannot be seen or is typed in several ways."""

import unicodedata

_QUOTES = str.maketrans(
    {
        "\u201c": '"',
        "\u201d": '"',
        "\u201e": '"',
        "\u2018": "'",
        "\u2019": "'",
        "\u2013": "-",
        "\u2014": "--",
    }
)


def normalise(text: str) -> str:
    """Straighten quotes and spaces, and drop invisible characters."""
    seen = "".join(c for c in text.translate(_QUOTES) if unicodedata.category(c) != "Cf")
    return " ".join(seen.split())


def is_named(name: str, words: str) -> bool:
    """Return whether the words name something, whatever their case and invisible characters."""
    return normalise(name).casefold() == normalise(words).casefold()
