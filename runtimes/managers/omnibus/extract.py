"""Omnibus: the versions that ``config/software`` builds and the opaque builder image."""

import re

from runtimes.lexicon.names import find_word
from runtimes.managers.text import extract as free_text
from runtimes.registry import list_runtimes
from runtimes.source import Match, Matches, Source
from runtimes.spelling import TEXT, version_of

_DEFAULT = re.compile(rf"^[ \t]*default_version[ \t(]+[\"'](?P<text>{TEXT})[\"']", re.MULTILINE)
_BUILDER = re.compile(
    r"^[ \t]*builder_image_revision[ \t]*[:=][ \t]*[\"']?(?P<text>[\w.-]+)", re.MULTILINE
)
_DEFAULT_REASON = "its source has a checksum in this file: add the one of the target"
_BUILDER_REASON = "an opaque builder image: its versions are in docker/VERSIONS of its project"


def find(source: Source) -> Matches:
    """The version that a software definition builds."""
    runtime = find_word(source.name.removesuffix(".rb").removesuffix("-binary"))
    for match in _DEFAULT.finditer(source.low) if runtime else ():
        if version_of(match["text"], runtime) and not source.in_comment(match.start()):
            yield Match(runtime, "software", *match.span("text"), "yes", _DEFAULT_REASON)
    yield from free_text.find(source)


def find_builder(source: Source) -> Matches:
    """``BUILDER_IMAGE_REVISION``: the image decides, and its number is no runtime's version."""
    for match in _BUILDER.finditer(source.low) if "builder_image" in source.low else ():
        for each in list_runtimes():
            if each.rules.in_builder_images:
                span = match.span("text")
                yield Match(each.name, "builder image", *span, "never", _BUILDER_REASON)
