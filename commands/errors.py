"""Expected errors: each is one sentence that says what to do next."""


class ExpectedError(Exception):
    """An error that a person can fix; the message is the sentence they read."""


class NotPermittedError(ExpectedError):
    """The person lacks the permission; the sentence says whom to ask."""


class InvalidRequestError(ExpectedError):
    """The request is invalid: an unknown word, a wrong version, a bad link."""


class OutOfDateError(ExpectedError):
    """The message or modal is out of date."""
