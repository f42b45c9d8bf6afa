"""Under which name operations stand together (OpenAPI 3.1 section 4.8.22), and how people say that name."""

from typing import Final

from resources.policy import DOORS
from resources.policy.rule import Rule

OF_ONES_OWN: Final = frozenset({"keys", "password", "profile"})
"""First-party paths at which a person keeps what is theirs, rather than signing in."""
TITLES: Final = {
    "api": "The API itself",
    "roles": "Content by role",
    "todo": "The to-do list",
    "users": "People and their roles",
    "sign-in": "Signing in and out",
    "profile": "One's own profile",
    "password": "One's own password",
    "keys": "One's own API keys",
}
"""Where the name itself would not do; a resource that is not named here has the name of its path."""
NOUNS: Final = {"todo": ("to-do entry", "to-do entries"), "keys": ("API key", "API keys")}
"""One of a group and several, where the names of the model would not do."""


def group_of(rule: Rule) -> str:
    """Return the name under which rows stand together: the resource, the person's own things, or the sign-in doors."""
    first, _, rest = rule.route.partition("/")
    if rule in DOORS:
        return first if first in OF_ONES_OWN else "sign-in"
    if first == "v1":
        return rest.partition("/")[0]
    return "roles" if first.endswith("-content") else "api"


def title_of(group: str) -> str:
    """Return a group's name as a heading, such as `Reports`."""
    return TITLES.get(group, group.replace("-", " ").capitalize())
