"""The agents of the authorization tests, here for what they send and are told."""

from tests.flows.mcp_authorization.conftest import agent, entry, party, revision

__all__ = ["agent", "entry", "party", "revision"]
