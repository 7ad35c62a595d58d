"""Folders whose files hold no pins.

Comments, vendored folders and test data are no pins: a vendored file is another project's, and
a fixture says what a test feeds in, not what the project is built with. Changelogs tell the past.
"""

import re

_SKIPPED = re.compile(
    r"(?:^|/)(?:\.git|vendor(?!/gems/[^/]+/[^/]+$)|_vendor|vendored|node_modules|third[-_]?party|testdata|testfiles|"
    r"test[-_]data|fixtures?|__fixtures__|__snapshots__|snapshots|golden|goldens|cassettes|"
    r"site-packages|bower_components|pods|\.terraform|\.bundle|\.yarn|\.venv|venv|issue_template|\.tox|\.nox|"
    r"locales?|(?:tests?|specs?)/(?:[\w-]+/)*(?:data|resources|samples|inputs|expected)|"
    r"src/test/resources|__mocks__|dist-packages|godeps)/"
)


def is_skipped(path: str) -> bool:
    """Whether a path lies in a vendored folder or in test data."""
    return _SKIPPED.search(path.lower()) is not None
