"""The values passed together inside one open unit of the store."""

from dataclasses import dataclass

from sqlmodel import Session

from commands.clocks import Clocks
from storage.catalog.read import Catalog


@dataclass(frozen=True)
class Unit:
    """An open unit of the store, the catalog, and the time of the action."""

    session: Session
    catalog: Catalog
    now: Clocks
