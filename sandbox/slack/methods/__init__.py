"""The Web API methods of the sandbox, one module per family; any other is unknown_method."""

from sandbox.slack.calls import Method
from sandbox.slack.methods import auth, chat, conversations, files, pins, users, views

METHODS: dict[str, Method] = {
    **auth.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **files.METHODS,
    **pins.METHODS,
    **users.METHODS,
    **views.METHODS,
}
