"""What an authorization costs in statements (both databases alike)."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.flows.oauth import RelyingParty, answer_of

CONSENT_REMEMBERED = 5
TRANSACTIONS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


def statements(captured: CaptureQueriesContext) -> list[str]:
    """Return the statements, less those that only open and close transactions."""
    return [query["sql"] for query in captured.captured_queries if not query["sql"].startswith(TRANSACTIONS)]


@pytest.mark.spec("OpenID Connect Core section 3.1.2.4")
@pytest.mark.parametrize("changes", [{}, {"scope": "openid offline_access"}, {"prompt": "none"}])
def test_a_remembered_consent_costs_five_statements(
    user_agent: Client, web: RelyingParty, changes: dict[str, Any]
) -> None:
    web.tokens(user_agent, scope="openid account:read offline_access")
    with CaptureQueriesContext(connection) as captured:
        response = user_agent.get("/o/authorize/", web.request(**changes))
    assert "code" in answer_of(response)
    assert len(statements(captured)) == CONSENT_REMEMBERED
