"""The address of agents: the endpoint of the Model Context Protocol, whose tools the rows of the resources decide."""

from typing import Final

from oauth_server.vocabulary import CredentialKind, Scope
from resources.demand import Acting
from resources.policy.rule import ANY_ROLE, NOT_NEEDED, Rule

AGENTS: Final = (
    Rule(
        "mcp",
        "resources.mcp.view.McpView",
        root="/",
        roles=ANY_ROLE,
        write=NOT_NEEDED,
        methods=("POST",),
        kinds=frozenset({CredentialKind.OAUTH2, CredentialKind.OAUTH2_MACHINE}),
        acting=Acting.WRITING,
        challenge=(Scope.TODO_READ, Scope.TODO_WRITE),
    ),
)
"""Who may call a tool is said by the tool's own row: scope, role, who acts for whom, and which entries there are."""
