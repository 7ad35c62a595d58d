"""Uploading and downloading the bytes of files."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from sandbox.slack.files import PICTURE_STARTS, kind_of
from sandbox.slack.workspace import Workspace


@dataclass(frozen=True)
class Uploads:
    """The upload and download endpoints for a workspace's files."""

    workspace: Workspace

    def routes(self) -> list[BaseRoute]:
        """List the routes for files."""
        return [
            Route("/upload/v1/{secret}", self.take, methods=["POST"]),
            Route("/files-pri/{file}/{name}", self.give),
        ]

    async def take(self, request: Request) -> Response:
        """Receive a file's bytes, which must have the announced length."""
        content = await request.body()
        with self.workspace.lock:
            file = self.workspace.files.find_upload(request.path_params["secret"])
            if file is None:
                return PlainTextResponse("Not Found", 404)
            if len(content) != file.length:
                return PlainTextResponse(f"expected {file.length} bytes", 400)
            file.content = content
        return PlainTextResponse(f"OK - {len(content)}")

    async def give(self, request: Request) -> Response:
        """Serve a completed file: images inline, others as downloads."""
        with self.workspace.lock:
            file = self.workspace.files.by_id.get(request.path_params["file"])
            if file is None or file.content is None or file.completed is None:
                return PlainTextResponse("Not Found", 404)
            kind, content = kind_of(file), file.content
        headers = {"x-content-type-options": "nosniff", "cache-control": "no-store"}
        if kind not in PICTURE_STARTS:
            headers["content-disposition"] = "attachment"
            kind = "application/octet-stream"
        return Response(content, media_type=kind, headers=headers)
