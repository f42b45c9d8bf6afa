"""The activity of an application: what happened, why it was refused, and nobody by name."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.audit.record import AuditEventName, record
from accounts.models import User
from oauth_server.protocol.models import Application
from tests.client_keys import ClientKey
from tests.flows.oauth import RelyingParty, basic, post_form

Read = Callable[..., str]
FORM = {"grant_type": "client_credentials", "scope": "account:read"}
NOT_IT = "not the secret"


def activity(party: RelyingParty, query: str = "") -> str:
    return f"/developer/{party.client_id}/activity/{query}"


@pytest.fixture
def party(owned: Callable[..., RelyingParty]) -> RelyingParty:
    """An application of alice's."""
    return owned()


def test_a_wrong_secret_is_told_with_what_to_do(party: RelyingParty, page_of: Read) -> None:
    post_form(Client(), "/o/token/", FORM, headers={"authorization": basic(party.client_id, NOT_IT)})
    page = page_of(activity(party, "?kind=problems"))
    assert "invalid_client: the secret was wrong." in page
    assert NOT_IT not in page


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"secret_expires": timedelta(days=-1)}, "the secret has expired"),
        ({"older": True, "older_secret_expires": timedelta(days=-1)}, "the older secret, whose time is over"),
    ],
    ids=["expired", "older"],
)
def test_a_secret_that_was_right_once_is_told_apart(
    party: RelyingParty, page_of: Read, columns: dict[str, Any], words: str
) -> None:
    row = Application.objects.get(pk=party.application.pk)
    values = {name: timezone.now() + value for name, value in columns.items() if name != "older"}
    if "older" in columns:
        values |= {"older_secret": row.client_secret, "client_secret": row.client_secret[:-4] + "0000"}
    Application.objects.filter(pk=row.pk).update(**values)
    post_form(Client(), "/o/token/", FORM, headers={"authorization": basic(party.client_id, party.secret)})
    assert words in page_of(activity(party))


def test_another_method_is_told_to_the_developer_and_not_to_the_caller(party: RelyingParty, page_of: Read) -> None:
    for _ in range(15):
        answer = post_form(Client(), "/o/token/", {**FORM, "client_id": party.client_id})
        assert answer.status_code == 401
        assert "client_secret" not in answer.content.decode()
    page = page_of(activity(party))
    assert "proved itself in another way than it is registered for" in page
    assert page.count("proved itself in another way") == 10, "what strangers can write is bounded"
    right = post_form(Client(), "/o/token/", {**FORM, "client_secret": party.secret, "client_id": party.client_id})
    assert "client_secret_basic" in right.json()["error_description"]


def test_what_is_wrong_with_an_assertion_is_told(owned: Any, page_of: Read) -> None:
    key = ClientKey()
    party = owned(key=key)
    claims = {"iss": party.client_id, "sub": party.client_id, "aud": "https://elsewhere.example", "jti": "1", "exp": 1}
    kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    form = {**FORM, "client_assertion_type": kind}
    post_form(Client(), "/o/token/", {**form, "client_assertion": key.sign(claims)})
    post_form(Client(), "/o/token/", {**form, "client_assertion": ClientKey(kid=key.kid).sign(claims)})
    page = page_of(activity(party))
    assert "aud of the assertion must be the issuer" in page
    assert "no registered key verifies the assertion" in page


def test_nobody_is_named(party: RelyingParty, user_agent: Client, page_of: Read, alice: User) -> None:
    party.tokens(user_agent, scope="openid account:read")
    told = {"reason": "Looks into the pay slip of Bob Carpenter"}
    record(AuditEventName.ACTED_FOR_PERSON, person=alice, client=party.client_id, detail=told)
    page = page_of(activity(party))
    main = page[page.index("<main") : page.index("</main>")]
    assert "Somebody allowed" in main
    for private in (alice.username, alice.email, str(alice.subject), str(alice.audit_key), "Carpenter"):
        assert private not in main


def test_tokens_and_problems_are_counted_by_day(party: RelyingParty, user_agent: Client) -> None:
    party.tokens(user_agent)
    post_form(Client(), "/o/token/", FORM, headers={"authorization": basic(party.client_id, NOT_IT)})
    days = user_agent.get(activity(party)).context["days"]
    assert (len(days), days[0]["issued"], days[0]["problems"]) == (7, 1, 1)
    assert "Tokens were issued" in user_agent.get(activity(party, "?kind=tokens")).content.decode()


def test_another_persons_application_is_not_there(web: RelyingParty, user_agent: Client) -> None:
    for page in ("activity", "quickstart"):
        assert user_agent.get(f"/developer/{web.client_id}/{page}/").status_code == 404
        assert Client().get(f"/developer/{web.client_id}/{page}/").status_code == 302


@pytest.mark.parametrize(
    "query", ["", "?page=nonsense", "?page=99999999999999999999", "?kind=%00", "?kind=tokens&page=2"]
)
def test_a_thousand_events_are_read_in_few_statements(party: RelyingParty, user_agent: Client, query: str) -> None:
    for _ in range(300):
        record(AuditEventName.TOKENS_ISSUED, person=None, client=party.client_id, detail={"scope": "openid"})
        record(AuditEventName.CONSENT_GIVEN, person=None, client=party.client_id, detail={"scope": "openid"})
    with CaptureQueriesContext(
        connection,
    ) as statements:
        page = user_agent.get(activity(party, query))
    assert page.status_code == 200
    assert len(page.context["rows"]) <= 20
    assert len(statements) <= 15, [one["sql"] for one in statements]
