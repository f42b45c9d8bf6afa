"""No page for people costs more than 15 statements, however much their account holds; long lists come in pages."""

from typing import Any, Final

import pytest
from django.test import Client

from accounts.models import User
from oauth_server.protocol.models import Application
from tests.flows.access.buttons import ACCESS
from tests.flows.oauth import RelyingParty
from tests.flows.statements.conftest import APPLICATIONS, KEYS, SESSIONS

MOST: Final = 15
ACCOUNT: Final = (
    "/",
    "/docs/",
    "/docs/try/",
    "/account/",
    "/account/export/",
    "/account/delete/",
    "/account/activity/",
    "/account/activity/?kind=applications",
    "/account/keys/new/",
    ACCESS,
    *(f"{ACCESS}{kind}/" for kind in ("applications", "browsers", "devices", "mobiles", "keys")),
    f"{ACCESS}applications/?page=2",
    f"{ACCESS}applications/?q=a",
    f"{ACCESS}not-me/",
)
SIGN_IN: Final = tuple(
    f"/accounts/{path}/"
    for path in (
        "email",
        "password/change",
        "reauthenticate",
        "logout",
        "3rdparty",
        "2fa",
        "2fa/webauthn",
        "2fa/totp/activate",
        "2fa/webauthn/add",
    )
)
VISITORS: Final = (
    "/",
    "/docs/",
    "/docs/try/",
    *(f"/accounts/{path}/" for path in ("login", "signup", "login/code", "password/reset")),
    "/o/logout/",
    "/no-such-page",
)
DEVELOPER: Final = (
    "/developer/",
    "/developer/?page=3",
    "/developer/new/",
    "/developer/new/web/",
    "/developer/playground/",
    "/developer/playground/?client_id={client_id}",
    *(
        f"/developer/{{client_id}}/{tab}"
        for tab in ("", "credentials/", "branding/", "scopes/", "quickstart/", "activity/", "danger/")
    ),
    "/developer/{client_id}/quickstart/?language=python",
    "/developer/{client_id}/activity/?kind=tokens&page=2",
)
ADMINISTRATION: Final = (
    "/admin/people/{person}/access/",
    "/admin/people/{person}/access/?only=applications",
    "/admin/people/{person}/access/?only=mobiles&page=2",
    "/admin/people/{person}/act/",
    "/admin/",
    "/admin/accounts/user/{person}/change/",
    *(f"/admin/accounts/{model}/" for model in ("auditevent", "session", "upstreamprovider", "user")),
    *(f"/admin/oauth_server/{model}/" for model in ("application", "consent", "developerpolicy", "grant")),
    *(f"/admin/resources/{model}/" for model in ("announcement", "refusal")),
)


@pytest.mark.parametrize("path", [*ACCOUNT, *SIGN_IN, *DEVELOPER, "/device"])
def test_a_page_of_a_full_account_costs_few_statements(
    full: Client, path: str, django_assert_max_num_queries: Any
) -> None:
    newest = Application.objects.latest("pk").client_id
    with django_assert_max_num_queries(MOST):
        page = full.get(path.format(client_id=newest))
    assert page.status_code == 200


@pytest.mark.parametrize("path", ADMINISTRATION)
def test_what_an_administrator_sees_of_a_full_account_costs_few_statements(
    full: Client, adams: Client, alice: User, path: str, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(MOST):
        page = adams.get(path.format(person=alice.pk))
    assert page.status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("path", VISITORS)
def test_a_page_for_visitors_costs_one_statement_at_most(
    client: Client, path: str, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(1):
        page = client.get(path)
    assert page.status_code in {200, 404}


def test_the_question_of_consent_costs_a_full_account_few_statements(
    full: Client, django_assert_max_num_queries: Any
) -> None:
    newest = Application.objects.latest("pk")
    party = RelyingParty(application=newest, secret="", redirect_uri=newest.redirect_uris)
    asked = full.get("/o/authorize/", party.request(scope="openid profile todo:read", prompt="consent"))
    with django_assert_max_num_queries(MOST):
        page = full.get(asked["Location"])
    assert page.status_code == 200


@pytest.mark.parametrize(
    ("path", "rows"),
    [("/developer/", 20), ("/developer/?page=3", 10), ("/developer/?page=none", 20), ("/developer/?page=99", 10)],
)
def test_the_list_of_applications_comes_page_by_page(full: Client, path: str, rows: int) -> None:
    assert len(full.get(path).context["rows"]) == rows


def test_the_page_stays_short_and_leads_to_the_rest(full: Client) -> None:
    page = full.get(ACCESS).content.decode()
    assert page.count('name="what" value="application"') == 5
    assert page.count('name="what" value="grant"') == 5 * 5 + 5
    for number in (APPLICATIONS, SESSIONS + 1, SESSIONS, KEYS):
        assert f"Show all {number}" in page
    assert "18 sign-ins of this application" in page or "20 sign-ins of this application" in page
    assert page.count(f"/logos/{'d' * 64}") == 10
