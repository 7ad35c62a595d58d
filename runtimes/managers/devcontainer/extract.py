"""``devcontainer.json`` and settings of features beside it (containers.dev)."""

import re
from dataclasses import replace

from runtimes.lexicon.assignments import judge_value
from runtimes.lexicon.names import Named
from runtimes.lexicon.values import read_value
from runtimes.managers.braced import extract as braced
from runtimes.registry import find_runtime, list_runtimes
from runtimes.source import Matches, Source
from runtimes.syntax.keys import Place

_FEATURE = re.compile(r"/features/(?P<word>[\w-]+)(?::[\w.]+)?$")
_KEY = re.compile(
    r"\"(?P<key>version|variant|[\w./-]+/features/[\w-]+(?::[\w.]+)?)\"\s*:\s*(?=[\"\[])"
)


def find(source: Source) -> Matches:
    """What JSON of any tool shows, the versions of features, and the variant of an image."""
    yield from braced.find(source)
    for match in _KEY.finditer(source.low):
        place = source.place(match.start("key"))
        named = _named(place) if place is not None and place.in_key else None
        value = read_value(source, match.end(), named.runtime) if named else None
        if named is not None and value is not None and value.shape != "floating":
            for found in judge_value(source, named, value, match["key"].rpartition("/")[2]):
                yield replace(found, confidence="exact" if found.edit == "yes" else "named")


def _named(place: Place) -> Named | None:
    """Whose version a key holds: that of its feature, or of the runtime in the title."""
    if place.key.lower() == "variant":
        return _titled(place)
    features = place.keys if place.key.lower() == "version" else place.keys[-1:]
    for key in features:
        feature = _FEATURE.search(key.lower())
        if feature is not None:
            return _of_feature(feature["word"])
    return None


def _titled(place: Place) -> Named | None:
    """The VARIANT of a container is that of the runtime in its name: ``"name": "Python 3"``."""
    for word in re.findall(r"[\w.]+", place.siblings(0).get("name", "")):
        runtime = find_runtime(word)
        if runtime is not None:
            return Named(runtime.name, "", bare=False)
    return None


def _of_feature(word: str) -> Named | None:
    for runtime in list_runtimes():
        if word in {runtime.name, *runtime.aliases, *runtime.words.images}:
            return Named(runtime.name, "", bare=False)
    return None
