"""Expected errors, whose messages tell people what to do next."""


class ExpectedError(Exception):
    """An error that a person can fix; the message is shown to them."""


class NotPermittedError(ExpectedError):
    """The person lacks the permission; the message says whom to ask."""


class InvalidRequestError(ExpectedError):
    """The request is invalid: an unknown name, a wrong version, a bad link."""


class OutOfDateError(ExpectedError):
    """The message or modal is out of date."""
