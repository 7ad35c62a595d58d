"""The context of an open unit of work."""

from dataclasses import dataclass

from sqlmodel import Session

from commands.clocks import Clocks
from storage.catalog.read import Catalog


@dataclass(frozen=True)
class Unit:
    """An open unit of work: its session, the catalog, and the time of the action."""

    session: Session
    catalog: Catalog
    now: Clocks
