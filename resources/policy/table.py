"""The whole table, and the row of a view."""

from collections.abc import Mapping
from typing import Final

from resources.policy.agents import AGENTS
from resources.policy.doors import DOORS
from resources.policy.resources import RESOURCES
from resources.policy.rule import Rule

DESCRIBED: Final[tuple[Rule, ...]] = (*RESOURCES, *DOORS)
"""The rows that OpenAPI describes; agents read of their tools at the endpoint itself."""
TABLE: Final[tuple[Rule, ...]] = (*DESCRIBED, *AGENTS)

_BY_VIEW: Final[Mapping[str, Rule]] = {rule.view: rule for rule in TABLE}


def rule_of(view: type) -> Rule | None:
    """Return the row of a view class; a class derived from one that has a row has none."""
    return _BY_VIEW.get(f"{view.__module__}.{view.__qualname__}")
