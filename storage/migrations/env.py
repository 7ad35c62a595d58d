"""Alembic's environment: migrates the connection that storage.migrate hands over."""

from alembic import context

from storage import (
    evidence_tables,
    notice_tables,
    people_tables,
    queue_tables,
    reminder_tables,
    tables,
    week_tables,
)

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
