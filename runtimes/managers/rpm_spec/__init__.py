"""RPM: what a package needs."""

import re

from runtimes.managers.manager import Manager, Paths
from runtimes.managers.rpm_spec import extract

MANAGER = Manager("rpm_spec", Paths(named=re.compile(r".+\.spec(?:\.in)?")), extract.find)
