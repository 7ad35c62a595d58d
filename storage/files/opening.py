"""Opening the database of a command: checked, and migrated to the newest schema."""

import sqlite3

from sqlalchemy.exc import SQLAlchemyError

from storage.files.failures import (
    StoreUnusableError,
    database_file,
    describe_failure,
    require_usable_file,
)
from storage.migrate import migrate, require_known_schema
from storage.store import Store, open_store


def open_migrated(url: str) -> Store:
    """Open the store at a database URL, and migrate it.

    Raises:
        StoreUnusableError: the database cannot be used, or was written by a newer version.
    """
    file = database_file(url)
    if file is not None:
        require_usable_file(file)
    store = open_store(url)
    try:
        require_known_schema(store.engine)
        migrate(store.engine)
    except (SQLAlchemyError, sqlite3.Error) as error:
        store.dispose()
        reason = describe_failure(error) or str(getattr(error, "orig", None) or error)
        raise StoreUnusableError(reason) from error
    except StoreUnusableError:
        store.dispose()
        raise
    return store
