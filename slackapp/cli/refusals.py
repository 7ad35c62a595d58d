"""Errors that prevent a command from starting, and the sentence that explains each."""

from sqlalchemy.exc import DatabaseError

from slackapp.cli.story.waiting import StoryError
from slackapp.manifest import ManifestError
from slackapp.settings import SettingsError
from storage.catalog.read import CatalogError
from storage.files.failures import StoreUnusableError, describe_failure

REFUSALS = (
    SettingsError,
    CatalogError,
    ManifestError,
    StoryError,
    StoreUnusableError,
    DatabaseError,
)
REFUSED = 2  # the exit code


def sentence_of(error: Exception) -> str:
    """Return the sentence for one of the ``REFUSALS``."""
    reason = ""
    if isinstance(error, StoreUnusableError):
        reason = str(error)
    elif isinstance(error, DatabaseError):
        reason = describe_failure(error) or str(error.orig)
    if not reason:
        return str(error)
    see = "See RUNTIME_UPGRADE_DATABASE_URL in docs/configuration.md."
    return f"The database cannot be used: {reason}. {see}"
