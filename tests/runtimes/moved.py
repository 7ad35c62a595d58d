"""What a bump makes of a small file, for tests of any manager."""

from runtimes.bumping import bump_all
from runtimes.pins import find_pins


def moved(path: str, text: str, runtime: str, target: str) -> str:
    """Return the text after a bump of every pin of one runtime."""
    return bump_all(path, text, find_pins(path, text, runtime), target).text


def asked(path: str, text: str, runtime: str) -> list[str]:
    """Return the texts that are questions."""
    return [pin.raw for pin in find_pins(path, text, runtime) if pin.edit == "ask"]
