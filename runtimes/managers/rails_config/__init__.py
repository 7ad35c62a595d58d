"""Rails' own settings: the defaults of the framework."""

from runtimes.managers.manager import Manager, Paths
from runtimes.managers.rails_config import extract

MANAGER = Manager(
    "rails_config",
    Paths(names=frozenset({"application.rb", "new_framework_defaults.rb"})),
    extract.find,
)
