"""Reading forms, which are accepted from the sandbox's own pages only."""

from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request

from sandbox.gitlab.errors import forbidden, refused

MAX_FORM = 2 * 1024 * 1024


async def read_form(request: Request) -> dict[str, str]:
    """Read a form that this page sent.

    Raises:
        RefusalError: the form was sent by another site, or is too large.
    """
    require_loopback(request)
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise forbidden("this form was sent by another site")
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MAX_FORM:
            raise refused(413, "413 Request Entity Too Large")
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


def require_loopback(request: Request) -> None:
    """Refuse host names other than loopback: another site's name may resolve to this machine."""
    if request.url.hostname not in ("127.0.0.1", "localhost", "::1"):
        raise forbidden("open this page as 127.0.0.1")


def return_path(form: dict[str, str], request: Request, default: str = "") -> str:
    """Return where to redirect after a form, which is always a path on this server."""
    wanted = form.get("back", "")
    local = wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    return wanted if local else default or request.url.path
