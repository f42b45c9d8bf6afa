"""Whatever an administrator's client sends to act for somebody: never a server error, and nothing changes by it."""

from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from accounts.models import AuditEvent, User
from oauth_server.protocol.models import Grant
from tests.flows.acting.acting import Administrator
from tests.flows.oauth import claims_of

pytestmark = pytest.mark.spec("RFC 8693 section 2.2.2")
VALUES = st.one_of(
    st.text(max_size=60),
    st.uuids().map(str),
    st.sampled_from(["", "\x00", "  ", "x" * 400, "\u202e reversed", "a\nb c d e", "admin:act", "todo:write", "//"]),
)
NAMES = ["subject_token", "actor_token", "actor_token_type", "reason", "scope", "resource", "audience"]
CHANGES = st.dictionaries(st.sampled_from(NAMES), st.one_of(VALUES, st.lists(VALUES, max_size=2)), max_size=3)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(changes={"reason": "line\r\nBcc: eve@example.org"})
@example(changes={"reason": "\u202e reversed text"})
@given(changes=CHANGES)
def test_no_request_fails_the_server_or_acts_as_more(
    administrator: Administrator, alice: User, changes: dict[str, Any]
) -> None:
    before = Grant.objects.filter(user=alice).count()
    response = administrator.act_for(alice, **changes)
    assert response.status_code in {200, 400}
    made = Grant.objects.filter(user=alice).count() - before
    assert made == (response.status_code == 200)
    if made:
        claims = claims_of(response.json()["access_token"])
        assert claims["sub"] == str(alice.subject)
        assert set(claims["scope"].split()) <= set(claims_of(administrator.token)["scope"].split()) - {"admin:act"}


def test_a_reason_is_one_line_in_the_trail(administrator: Administrator, alice: User) -> None:
    assert administrator.act_for(alice, reason="  Ticket 1:\r\n the list \t is empty ").status_code == 200
    told = AuditEvent.objects.get(event="acted_for_person").detail["reason"]
    assert told == "Ticket 1: the list is empty"
