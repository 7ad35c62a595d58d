"""Pipelines (docs.gitlab.com, "CI/CD YAML syntax reference")."""

from dataclasses import replace

from runtimes.managers.yaml.extract import confidence_at
from runtimes.managers.yaml.extract import find as find_yaml
from runtimes.source import Matches, Source

_PLACES = frozenset({"variables", "image", "services", "matrix", "inputs", "default"})


def find(source: Source) -> Matches:
    """What YAML shows; exact where a pipeline's own keys hold nothing but the version."""
    for match in find_yaml(source):
        place = source.place(match.start)
        if place is None or _PLACES.isdisjoint(place.keys):
            yield match
        else:
            yield replace(match, confidence=confidence_at(match, place))
