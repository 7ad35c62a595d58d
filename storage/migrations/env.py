"""Alembic's environment: migrates the connection passed by storage.migrate."""

from alembic import context

from storage import tables
from storage.delivery import tables as queue_tables
from storage.evidence import tables as evidence_tables
from storage.notices import tables as notice_tables
from storage.people import tables as people_tables
from storage.reminders import tables as reminder_tables
from storage.summary import tables as week_tables

ALL = (
    tables,
    people_tables,
    queue_tables,
    reminder_tables,
    evidence_tables,
    notice_tables,
    week_tables,
)

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables.SQLModel.metadata,
    render_as_batch=True,
    compare_type=True,
)
context.run_migrations()
