"""The images of a posted summary, which are ready before its message is enqueued.

docs.slack.dev, "Working with files": an upload without a channel is private to the app, and an
image block can show it once files.info returns its type. If the result of an upload is unknown,
at worst an unused file remains: the message is enqueued in the commit that records its
images, so it is never duplicated.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import structlog
from slack_sdk import WebClient
from sqlmodel import Session

from campaigns.summary.messages import SummaryDetailsMessage, SummaryMessage
from commands.clocks import Clocks
from commands.delivery.messages import enqueue
from commands.summary.read_burn_up import CampaignBurnUp, alt_text, read_burn_up, text_bar
from slackapp.delivery.slack_results import CallOutcome, attempt
from slackapp.pictures.burn_up import draw_burn_up
from storage.catalog.read import Catalog
from storage.lifecycle.campaigns import list_campaigns
from storage.store import Store
from storage.summary.queries import SummaryRecord, list_without_pictures, save_pictures

log = structlog.get_logger()

MAX_PICTURES = 3
# One check every two seconds; Slack usually needs a few, and the message waits no longer.
MAX_LOOKS = 30


@dataclass(frozen=True)
class PictureContext:
    """The dependencies of drawing and uploading."""

    store: Store
    slack: WebClient
    catalog: Catalog
    clock: Callable[[], Clocks]


def picture_summaries(context: PictureContext) -> int:
    """Advance the images of posted summaries; return how many messages were enqueued."""
    with context.store.read() as session:
        undrawn = list_without_pictures(session)
    return sum(_picture(context, summary) for summary in undrawn)


def _picture(context: PictureContext, summary: SummaryRecord) -> bool:
    """Draw and upload the missing images; return whether the message can be posted."""
    pictures = dict(summary.pictures or {})
    if summary.pictures is None:
        pictures = _draw_all(context)
    looks = summary.picture_looks + 1
    pictures = {
        slug: _is_processed(context, picture, last=looks >= MAX_LOOKS)
        for slug, picture in pictures.items()
    }
    ready = all(picture["ready"] for picture in pictures.values())
    with context.store.write() as session:
        save_pictures(session, summary.id, pictures, looks=looks, ready=ready)
        if ready:
            _enqueue(session, context, summary.id)
    return ready


def _enqueue(session: Session, context: PictureContext, summary_id: int) -> None:
    """Enqueue a summary for the channel, and its details for the summary's thread."""
    channel = context.catalog.working_group.channel
    for message in (SummaryMessage(summary_id), SummaryDetailsMessage(summary_id)):
        enqueue(session, message, to=channel, now=context.clock())


def _draw_all(context: PictureContext) -> dict[str, Mapping[str, Any]]:
    """Draw and upload the burn-ups of the first open campaigns."""
    with context.store.read() as session:
        campaigns = list_campaigns(session, only_open=True)
    drawn = [
        read_burn_up(context.store, campaign.id, now=context.clock())
        for campaign in list(reversed(campaigns))[:MAX_PICTURES]
    ]
    return {read.campaign.slug: _uploaded(context, read) for read in drawn}


def _uploaded(context: PictureContext, read: CampaignBurnUp) -> dict[str, Any]:
    """Upload one image; if Slack refuses it, a text bar replaces it."""
    alt, bar = alt_text(read), text_bar(read.burn_up)
    picture = draw_burn_up(read.campaign.title, read.burn_up)
    fallback = {"file": None, "alt": alt, "bar": bar, "ready": True}
    result = attempt(
        partial(
            context.slack.files_upload_v2,
            filename=f"{read.campaign.slug}.png",
            title=f"Burn-up of {read.campaign.title}",
            alt_txt=alt,
            content=picture,
        )
    )
    if result.verdict != CallOutcome.done:
        log.warning("picture_refused", why=result.error)
        return fallback
    return {**fallback, "file": result.answer["file"]["id"], "ready": False}


def _is_processed(
    context: PictureContext, picture: Mapping[str, Any], *, last: bool
) -> Mapping[str, Any]:
    """Check whether Slack has processed an image; after the last check a text bar replaces it."""
    if picture["ready"]:
        return picture
    result = attempt(partial(context.slack.files_info, file=picture["file"]))
    processed = bool(result.answer.get("file", {}).get("mimetype"))
    if result.verdict == CallOutcome.refused:
        log.warning("picture_missing", why=result.error)
        return {**picture, "file": None, "ready": True}
    if last and not processed:
        return {**picture, "file": None, "ready": True}
    return {**picture, "ready": processed}
