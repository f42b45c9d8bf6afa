"""A client that knows people by subjects of its own names them by those, and by nothing else (RFC 8693 section 1.1,
OpenID Connect Core section 8.1)."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.services.credentials import disable_user
from oauth_server.protocol.tokens.subject import person_known_by
from tests.flows.acting.acting import SCOPE, Administrator, refused, status
from tests.flows.conftest import PASSWORD, sign_in
from tests.flows.oauth import RelyingParty, claims_of

pytestmark = pytest.mark.spec("OpenID Connect Core section 8.1")


@pytest.fixture
def helpdesk(helpdesk: RelyingParty) -> RelyingParty:
    """The help desk, as a pairwise client."""
    helpdesk.application.subject_type, helpdesk.application.sector = "pairwise", "app.example.org"
    helpdesk.application.save()
    return helpdesk


@pytest.fixture
def known(helpdesk: RelyingParty, alice: User) -> str:
    """What the help desk knows alice by: she has signed in to it."""
    tokens = helpdesk.tokens(sign_in(Client(), "alice"), scope="openid account:read")
    return str(claims_of(tokens["id_token"])["sub"])


def test_it_names_the_person_by_the_subject_that_it_knows(
    administrator: Administrator, alice: User, known: str
) -> None:
    User.objects.create_user("bob", "bob@example.org", PASSWORD)
    assert known != str(alice.subject)
    answer = administrator.act_for(known).json()
    assert claims_of(answer["access_token"])["sub"] == known
    assert status(answer["access_token"]) == 200


def test_trying_everybody_takes_one_statement_and_one_finds_the_person(
    helpdesk: RelyingParty, alice: User, known: str
) -> None:
    for number in range(5):
        User.objects.create_user(f"somebody{number}")
    with CaptureQueriesContext(connection) as asked:
        assert person_known_by(known, helpdesk.application) == alice
    assert len(asked) == 2


def test_no_other_name_of_the_person_counts(administrator: Administrator, alice: User, known: str) -> None:
    for name in (str(alice.subject), known.upper(), known.replace("-", ""), str(alice.pk), "alice", "ü"):
        assert refused(administrator.act_for(name)) == (400, "invalid_request"), name


def test_the_account_must_be_active(administrator: Administrator, alice: User, known: str) -> None:
    disable_user(user=alice, by=None)
    assert refused(administrator.act_for(known)) == (400, "invalid_request")


def test_a_client_that_shares_subjects_does_not_take_a_pairwise_one(
    administrator: Administrator, helpdesk: RelyingParty, known: str
) -> None:
    helpdesk.application.subject_type = "public"
    helpdesk.application.save()
    administrator.token = helpdesk.tokens(administrator.user_agent, scope=SCOPE)["access_token"]
    assert refused(administrator.act_for(known)) == (400, "invalid_request")
