"""The sandbox's Web API methods, one module per family; others are unknown_method."""

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
