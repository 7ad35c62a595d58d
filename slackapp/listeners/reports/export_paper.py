"""`export`: sends a report as a direct message; not retried, because people can ask again."""

from functools import partial

from campaigns.people.roles import Permission
from commands.errors import InvalidRequestError
from commands.reports.export_paper import (
    PAPERS,
    ExportRequest,
    export_paper,
    file_name,
    parse_paper,
    require_paper,
)
from slackapp.delivery.slack_results import CallOutcome, Result, attempt
from slackapp.grammar import split_word
from slackapp.verbs import Call, Reply, Verb
from slackapp.views.message import sentence
from slackapp.views.mrkdwn import escape


def parse(words: str) -> ExportRequest:
    """Parse `<report> [<campaign>]`."""
    return parse_paper(*split_word(words))


def act(call: Call, request: ExportRequest) -> Reply:
    """Reply that the file will follow.

    Raises:
        NotPermittedError: see `require_paper`.
    """
    require_paper(call.deps.catalog, call.actor, request)
    return Reply(
        sentence(f"Writing {file_name(request)}. You will receive it as a direct message.")
    )


def later(call: Call, request: ExportRequest) -> Reply:
    """Write the report and upload it to the person's direct messages."""
    deps = call.deps
    parts = export_paper(deps.store, deps.catalog, call.actor, request, now=deps.clock())
    content = "".join(parts)
    if not content:
        raise InvalidRequestError("The log is empty.")
    result = _upload(call, request, content)
    if result.verdict != CallOutcome.done:
        raise InvalidRequestError(
            f"Slack refused the file ({result.error}): try again, or ask an operator to "
            f"run `runtime-upgrade export {request.paper}`."
        )
    return Reply(sentence(f"{escape(file_name(request))} has been sent to your direct messages."))


def _upload(call: Call, request: ExportRequest, content: str) -> Result:
    slack = call.deps.slack
    opened = attempt(partial(slack.conversations_open, users=call.actor.slack_id))
    if opened.verdict != CallOutcome.done:
        return opened
    upload = partial(
        slack.files_upload_v2,
        filename=file_name(request),
        title=file_name(request),
        content=content,
        channel=opened.answer["channel"]["id"],
    )
    return attempt(upload)


VERB = Verb(
    "export",
    "export <report> [<campaign>]",
    f"send you one of the working group's reports as a file: {', '.join(PAPERS)}",
    parse,
    act,
    later,
    example="export csv go-1.20",
    permission=Permission.read,
    further={"export audit": Permission.export_audit},
)
