"""The policy: who may do what, as data, and the words that pages make of it."""

from resources.policy.asked import asked
from resources.policy.consent_words import scope_today
from resources.policy.doors import DOORS
from resources.policy.resources import RESOURCES
from resources.policy.rule import Rule
from resources.policy.summary import methods_open_to, what_may
from resources.policy.table import DESCRIBED, TABLE, rule_of

__all__ = [
    "DESCRIBED",
    "DOORS",
    "RESOURCES",
    "TABLE",
    "Rule",
    "asked",
    "methods_open_to",
    "rule_of",
    "scope_today",
    "what_may",
]
