"""Expected errors: each is one sentence that tells a person what to do next."""


class ExpectedError(Exception):
    """Something a person can put right; the message is the sentence they read."""


class NotPermittedError(ExpectedError):
    """The person may not do this; the sentence says whom to ask."""


class InvalidRequestError(ExpectedError):
    """What was asked does not fit: an unknown word, a wrong version, a bad link."""


class OutOfDateError(ExpectedError):
    """Things have moved on since the message or modal was shown."""
