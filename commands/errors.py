"""Expected errors, whose messages tell people what to do next."""


class ExpectedError(Exception):
    """An error that a person can fix; the message is shown to them."""


class NotPermittedError(ExpectedError):
    """The person lacks the permission; the message says whom to ask.

    ``asked`` is the Slack id of the person whom the message names, so that Slack can mention them.
    """

    def __init__(self, refusal: str, *, name: str = "", asked: str | None = None) -> None:
        super().__init__(f"{refusal}: ask {name}." if name else refusal)
        self.refusal, self.asked = refusal, asked


class InvalidRequestError(ExpectedError):
    """The request is invalid: an unknown name, a wrong version, a bad link."""


class OutOfDateError(ExpectedError):
    """The message or modal is out of date."""
