"""The picture of a posted summary: drawn, uploaded and waited for; then the message is wanted.

An upload whose result stays unknown leaves at most a file that nobody sees: the message is
asked for in the same commit that says which picture it shows, so there is never a second one.
"""

from datetime import timedelta

from commands.messages import want_summary
from commands.moments import Moment
from storage.catalog import Catalog
from storage.store import Store
from storage.summaries import NO_PICTURE, keep_picture, list_undrawn

PATIENCE = timedelta(minutes=1)


def picture_summaries(store: Store, catalog: Catalog, *, now: Moment) -> int:
    """Decide on the pictures of posted summaries; gives how many messages are wanted."""
    with store.read() as session:
        undrawn = list_undrawn(session)
    for summary in undrawn:
        with store.write() as session:
            keep_picture(session, summary.id, NO_PICTURE)
            want_summary(session, catalog, summary.id, now=now)
    return len(undrawn)
