"""README, contributing and installation guides: the sentence that states the version."""

from runtimes.formats import free_text
from runtimes.page import Finding, Page
from runtimes.sentences import find_sentences


def find(page: Page) -> Finding:
    """Commands, images and archives in the examples, and the sentences around them."""
    yield from free_text.find(page)
    yield from find_sentences(page)
