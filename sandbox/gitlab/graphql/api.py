"""The GraphQL API as an ASGI application (docs.gitlab.com/api/graphql)."""

import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    OperationType,
    execute_sync,
    get_operation_ast,
    parse,
    validate,
)
from starlette.types import Receive, Scope, Send

from sandbox.gitlab.conditions import READ_ONLY
from sandbox.gitlab.errors import RefusalError
from sandbox.gitlab.graphql.complexity import complexity
from sandbox.gitlab.graphql.schema import schema_for
from sandbox.gitlab.graphql.viewing import ANONYMOUS, Viewer
from sandbox.gitlab.rates import Rates
from sandbox.gitlab.records import Token
from sandbox.gitlab.state import GitLabState
from sandbox.gitlab.wire import Request, body_params, caller, dump, read_request, send_answer

PATH = "/api/graphql"
MAX_QUERY = 10_000
MAX_COMPLEXITY_ANONYMOUS = 200
KEPT_DOCUMENTS = 64
MAX_ERRORS = 5
Json = dict[str, Any]


@dataclass(frozen=True)
class Reply:
    """A status and a JSON body."""

    status: int
    body: Json
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class GraphQLApi:
    """GitLab's GraphQL API over one state, whose features may change as by an upgrade.

    Validated documents are cached.
    """

    state: GitLabState
    rates: Rates
    checked: OrderedDict[tuple[int, str], DocumentNode] = field(default_factory=OrderedDict)

    @property
    def schema(self) -> GraphQLSchema:
        """The schema that the state's features publish."""
        return schema_for(self.state.features)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one ASGI request."""
        try:
            request = await read_request(scope, receive)
            token = _token(self.state, request)
            self._require_rate(token)
            reply = self._answer(request, token)
        except RefusalError as refusal:
            reply = Reply(refusal.status, _errors(_message(refusal)))
        except _RateError as limited:
            await send_answer(
                send, 429, b"Retry later\n", content_type="text/plain", headers=limited.headers
            )
            return
        await send_answer(
            send,
            reply.status,
            dump(reply.body),
            content_type="application/json; charset=utf-8",
            headers=reply.headers,
        )

    def _require_rate(self, token: Token | None) -> None:
        limit = self.state.features.limits.requests
        if limit is None or token is None:
            return
        verdict = self.rates.count("requests", token.user.id, limit)
        if not verdict.allowed:
            raise _RateError(verdict.headers(self.rates.seconds()))

    def _answer(self, request: Request, token: Token | None) -> Reply:
        wanted = _wanted(request)
        viewer = _viewer(self.state, request, token)
        with self.state.lock:
            return self._run(request, wanted, viewer)

    def _run(self, request: Request, wanted: Json, viewer: Viewer) -> Reply:
        text, variables = _text(wanted), _variables(wanted)
        name = wanted.get("operationName")
        try:
            document = self._checked(text)
            operation = _operation(document, name)
            _require_simple(self.schema, document, operation, variables, viewer)
        except _RefusedError as refused:
            return Reply(200, {"errors": refused.errors})
        changes = operation.operation is OperationType.MUTATION
        if changes and request.method == "GET":
            return Reply(200, _errors("Mutations are forbidden in GET requests"))
        if changes and self.state.conditions.refuses_writes:
            return Reply(200, _errors(READ_ONLY))
        result = execute_sync(
            self.schema,
            document,
            context_value=viewer,
            variable_values=dict(variables),
            operation_name=name,
        )
        if changes:
            self.state.changed()
        _raise_bugs(result.errors)
        return Reply(200, dict(result.formatted))

    def _checked(self, text: str) -> DocumentNode:
        """Parse and validate a document; the result is cached by the schema and its text."""
        schema = self.schema
        key = id(schema), text
        if key in self.checked:
            self.checked.move_to_end(key)
            return self.checked[key]
        try:
            document = parse(text)
        except GraphQLSyntaxError as error:
            raise _RefusedError([dict(error.formatted)]) from None
        errors = validate(schema, document, max_errors=MAX_ERRORS)
        if errors:
            raise _RefusedError([dict(error.formatted) for error in errors])
        self.checked[key] = document
        if len(self.checked) > KEPT_DOCUMENTS:
            self.checked.popitem(last=False)
        return document


class _RateError(Exception):
    def __init__(self, headers: tuple[tuple[str, str], ...]) -> None:
        super().__init__("too many requests")
        self.headers = headers


class _RefusedError(Exception):
    def __init__(self, errors: list[Json]) -> None:
        super().__init__(str(errors))
        self.errors = errors


def _errors(message: str) -> Json:
    return {"errors": [{"message": message}]}


def _message(refusal: RefusalError) -> str:
    return str(refusal.body.get("message") or refusal.body.get("error"))


def _token(state: GitLabState, request: Request) -> Token | None:
    """Find the caller's token. Without one the caller is anonymous; an invalid one is refused."""
    sent = {b"private-token", b"authorization"} & set(request.headers)
    named = {"private_token", "access_token"} & {name for name, _ in request.query}
    if not sent and not named:
        return None
    try:
        token = caller(state, request)
    except RefusalError as refusal:
        raise RefusalError(refusal.status, {"message": "Invalid token"}) from None
    if not token.may_read:
        raise RefusalError(401, {"message": "Invalid token"})
    return token


def _viewer(state: GitLabState, request: Request, token: Token | None) -> Viewer:
    return Viewer(
        state,
        ANONYMOUS if token is None else token.user,
        request.base,
        state.clock.now(),
        may_write=token is not None and token.may_write,
        token=token,
    )


def _wanted(request: Request) -> Json:
    if request.method == "GET":
        return dict(request.query)
    if request.method != "POST":
        raise RefusalError(404, {"message": "404 Not Found"})
    return body_params(request)


def _text(wanted: Json) -> str:
    text = wanted.get("query")
    if not isinstance(text, str) or not text.strip():
        raise RefusalError(200, {"message": "No query string was present"})
    if len(text) > MAX_QUERY:
        raise RefusalError(422, {"message": "Query too large"})
    return text


def _variables(wanted: Json) -> Mapping[str, Any]:
    variables = wanted.get("variables") or {}
    if isinstance(variables, str):
        try:
            variables = json.loads(variables)
        except ValueError:
            raise RefusalError(422, {"message": "Invalid variables"}) from None
    if not isinstance(variables, dict):
        raise RefusalError(422, {"message": "Invalid variables"})
    return variables


def _operation(document: DocumentNode, name: str | None) -> OperationDefinitionNode:
    operation = get_operation_ast(document, name)
    if operation is None:
        raise _RefusedError([{"message": f'No operation named "{name or ""}"'}])
    return operation


def _require_simple(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Mapping[str, Any],
    viewer: Viewer,
) -> None:
    limit = viewer.state.features.max_complexity
    most = MAX_COMPLEXITY_ANONYMOUS if viewer.user is ANONYMOUS else limit
    fragments = {
        node.name.value: node
        for node in document.definitions
        if isinstance(node, FragmentDefinitionNode)
    }
    counted = complexity(schema, operation, fragments, variables)
    if counted > most:
        message = f"Query has complexity of {counted}, which exceeds max complexity of {most}"
        raise _RefusedError([{"message": message}])


def _raise_bugs(errors: list[GraphQLError] | None) -> None:
    """Re-raise bugs in the sandbox: only its intended errors become responses."""
    for error in errors or ():
        cause = error.original_error
        if cause is not None and not isinstance(cause, GraphQLError):
            raise cause
