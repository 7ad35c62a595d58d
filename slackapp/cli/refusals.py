"""Errors that prevent a command from starting, and the sentence that explains each."""

from sqlalchemy.exc import OperationalError

from slackapp.cli.story.waiting import StoryError
from slackapp.manifest import ManifestError
from slackapp.settings import SettingsError
from storage.catalog.read import CatalogError

REFUSALS = (SettingsError, CatalogError, ManifestError, StoryError, OperationalError)
REFUSED = 2  # the exit code


def sentence_of(error: Exception) -> str:
    """Return the sentence for one of the ``REFUSALS``."""
    if isinstance(error, OperationalError):
        sentence = f"The database cannot be used: {error.orig}. "
        return f"{sentence}See RUNTIME_UPGRADE_DATABASE_URL in docs/configuration.md."
    return str(error)
