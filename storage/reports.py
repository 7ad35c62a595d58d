"""Queries for exit criteria, which are inserted once from the catalog and then edited by people."""

from sqlalchemy import update
from sqlmodel import Session, col, select

from campaigns.reports.criteria import Criterion
from storage.catalog.read import Catalog
from storage.summary.tables import CriterionRow
from storage.tables import CampaignRow


def seed_criteria(session: Session, catalog: Catalog) -> None:
    """Insert the catalog's criteria if the table is empty."""
    if session.exec(select(CriterionRow.number).limit(1)).first() is None:
        for number, criterion in enumerate(catalog.working_group.criteria, start=1):
            session.add(CriterionRow(number=number, **criterion.model_dump()))
        session.flush()


def list_criteria(session: Session) -> tuple[Criterion, ...]:
    """List the criteria by number."""
    query = (
        select(CriterionRow, CampaignRow.slug)
        .join(CampaignRow, col(CampaignRow.id) == col(CriterionRow.campaign_id), isouter=True)
        .order_by(col(CriterionRow.number))
    )
    return tuple(
        Criterion(
            row.number,
            row.title,
            row.start_on,
            row.target_on,
            row.completed_on,
            row.dri,
            slug,
        )
        for row, slug in session.exec(query)
    )


def find_criterion(session: Session, number: int) -> Criterion | None:
    """Find a criterion by its number."""
    return next((c for c in list_criteria(session) if c.number == number), None)


def add_criterion(session: Session, title: str) -> Criterion:
    """Append a criterion."""
    number = max((c.number for c in list_criteria(session)), default=0) + 1
    session.add(CriterionRow(number=number, title=title))
    session.flush()
    return Criterion(number, title)


def update_criterion(session: Session, number: int, **values: object) -> None:
    """Update columns of a criterion."""
    session.execute(update(CriterionRow).where(col(CriterionRow.number) == number).values(**values))


def numbers_of_campaign(session: Session, campaign_id: int) -> tuple[int, ...]:
    """List the numbers of the open criteria that a campaign's completion meets."""
    query = select(CriterionRow.number).where(
        CriterionRow.campaign_id == campaign_id, col(CriterionRow.completed_on).is_(None)
    )
    return tuple(session.exec(query))
