"""Files that the app uploads: Slack issues an upload URL, receives the bytes, processes them.

As in docs.slack.dev, "Working with files": files.getUploadURLExternal, a POST of the bytes,
files.completeUploadExternal; a file's type is known only after it has been processed.
"""

import secrets
from dataclasses import dataclass, field
from mimetypes import guess_type
from urllib.parse import quote

from sandbox.slack.wire import Json, SlackError

UNKNOWN_KIND = ""
PICTURE_STARTS = {
    "image/png": b"\x89PNG\r\n\x1a\n",
    "image/jpeg": b"\xff\xd8\xff",
    "image/gif": b"GIF8",
}


@dataclass
class StoredFile:
    """A file; ``content`` is set by the upload, ``completed`` (wire time) by its completion."""

    id: str
    name: str
    length: int
    alt: str
    secret: str
    title: str = ""
    content: bytes | None = None
    completed: float | None = None
    channels: list[str] = field(default_factory=list)


@dataclass
class FileStore:
    """All files, and the settings for handling them.

    ``process_seconds`` is how long processing a completed file takes (None means forever).
    ``refused`` is the error for uploads, such as ``file_uploads_disabled``; empty for none.
    """

    by_id: dict[str, StoredFile] = field(default_factory=dict)
    process_seconds: float | None = 0.2
    refused: str = ""

    def hand_out(self, file_id: str, name: str, length: int, alt: str) -> StoredFile:
        """Prepare an upload; raise the error set for uploads, if any."""
        if self.refused:
            raise SlackError(self.refused)
        file = StoredFile(file_id, name, length, alt, secrets.token_urlsafe(24))
        self.by_id[file_id] = file
        return file

    def find_upload(self, secret: str) -> StoredFile | None:
        """Find the file of an upload URL, unless the upload has been completed."""
        waiting = (file for file in self.by_id.values() if file.completed is None)
        return next((f for f in waiting if secrets.compare_digest(f.secret, secret)), None)

    def get(self, file_id: str) -> StoredFile:
        """Return a completed file, or raise :class:`SlackError` ``file_not_found``."""
        file = self.by_id.get(file_id)
        if file is None or file.completed is None:
            raise SlackError("file_not_found")
        return file

    def is_processed(self, file: StoredFile, now: float) -> bool:
        """Return whether Slack has processed a file."""
        if file.completed is None or self.process_seconds is None:
            return False
        return now >= file.completed + self.process_seconds

    def is_picture(self, file_id: object, now: float) -> bool:
        """Return whether an image block can show a file."""
        file = self.by_id.get(str(file_id))
        return file is not None and self.is_processed(file, now) and kind_of(file) in PICTURE_STARTS


def kind_of(file: StoredFile) -> str:
    """Return a file's type by its name; an image must also have the right first bytes."""
    named = guess_type(file.name)[0] or "application/octet-stream"
    start = PICTURE_STARTS.get(named, b"")
    return named if (file.content or b"").startswith(start) else "application/octet-stream"


def file_path(file: StoredFile) -> str:
    """Return the path of a file's download URL."""
    return f"/files-pri/{file.id}/{quote(file.name)}"


def file_object(store: FileStore, file: StoredFile, base_url: str, now: float) -> Json:
    """Build the file object (docs.slack.dev, reference/objects/file-object)."""
    kind = kind_of(file) if store.is_processed(file, now) else UNKNOWN_KIND
    address = base_url + file_path(file)
    return {
        "id": file.id,
        "created": int(file.completed or 0),
        "timestamp": int(file.completed or 0),
        "name": file.name,
        "title": file.title or file.name,
        "mimetype": kind,
        "filetype": kind.partition("/")[2],
        "size": len(file.content or b""),
        "mode": "hosted",
        "is_external": False,
        "is_public": False,
        "alt_txt": file.alt,
        "url_private": address,
        "url_private_download": address,
        "permalink": address,
        "channels": file.channels,
        **({"thumb_720": address} if kind in PICTURE_STARTS else {}),
    }
