"""The tools: each is one method of one address of the guarded API, and asks of its caller what that row asks."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from django.utils.module_loading import import_string

from resources.policy import Rule, rule_of
from resources.policy.rule import SAFE


@dataclass(frozen=True)
class Tool:
    """`view` is the dotted path of the view that is called, by `method`; the texts are for the model and its person."""

    name: str
    title: str
    description: str
    view: str
    method: str

    @cached_property
    def view_class(self) -> Any:
        """The view that is called."""
        return import_string(self.view)

    @cached_property
    def rule(self) -> Rule:
        """The row of the policy that decides about the call."""
        rule = rule_of(self.view_class)
        if rule is None:
            raise LookupError(f"{self.view} has no row")
        return rule

    @property
    def lists(self) -> bool:
        """Whether the answer is a page of entries."""
        return self.method == "GET" and not self.names_entry

    @property
    def names_entry(self) -> bool:
        """Whether the call is about one entry, by its `id`."""
        return "{id}" in self.rule.route

    @property
    def annotations(self) -> dict[str, bool]:
        """What a client may show before it asks its person; the decision does not depend on it."""
        changes = self.method in {"PATCH", "DELETE"}
        return {
            "readOnlyHint": self.method in SAFE,
            "destructiveHint": changes,
            "idempotentHint": changes or self.method in SAFE,
            "openWorldHint": False,
        }


def _tools(view: str, one: str, several: str, *, noun: str, nouns: str, about: str) -> tuple[Tool, ...]:
    """Return the five tools of a resource with rows; `view` is what both its classes' paths begin with."""
    entries, entry = f"resources.views.{view}ListView", f"resources.views.{view}View"
    return (
        Tool(f"list_{several}", f"List {nouns}", f"Lists {about}, newest first, a page at a time.", entries, "GET"),
        Tool(f"get_{one}", f"Read one {noun}", f"Reads one of {about} by its id.", entry, "GET"),
        Tool(f"create_{one}", f"Add one {noun}", f"Adds one to {about}.", entries, "POST"),
        Tool(
            f"update_{one}",
            f"Change one {noun}",
            f"Changes what is sent of one of {about}.",
            entry,
            "PATCH",
        ),
        Tool(f"delete_{one}", f"Delete one {noun}", f"Deletes one of {about} for good.", entry, "DELETE"),
    )


TOOLS: Final[tuple[Tool, ...]] = (
    *_tools(
        "todo.Todo",
        "todo",
        "todos",
        noun="to-do entry",
        nouns="to-do entries",
        about="the person's own to-do entries",
    ),
    *_tools(
        "announcements.Announcement",
        "announcement",
        "announcements",
        noun="announcement",
        nouns="announcements",
        about="the announcements that everybody reads",
    ),
)
BY_NAME: Final = {tool.name: tool for tool in TOOLS}
