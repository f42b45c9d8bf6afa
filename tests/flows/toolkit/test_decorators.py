"""django-oauth-toolkit's own views and decorators obey our rules: what a team has written on it keeps working."""

from collections.abc import Callable
from typing import ClassVar

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from oauth2_provider.decorators import protected_resource
from oauth2_provider.settings import oauth2_settings
from oauth2_provider.views.generic import ScopedProtectedResourceView

from accounts.models import User
from accounts.services.credentials import disable_user
from oauth_server.urls import urlpatterns as ours
from oauth_server.vocabulary import Scope
from tests.flows.oauth import RelyingParty


def greet(request: HttpRequest) -> HttpResponse:
    """Answer what a team's own view would."""
    return HttpResponse(request.resource_owner.username)  # type: ignore[attr-defined] # - set by the toolkit


class Theirs(ScopedProtectedResourceView):
    """A view of a team's own, guarded by the toolkit with the validator of the settings."""

    required_scopes: ClassVar[list[str]] = [Scope.ACCOUNT_READ]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer the person's name."""
        return greet(request)


urlpatterns = [
    path("api/theirs/", Theirs.as_view()),
    path(
        "api/decorated/",
        protected_resource(scopes=[Scope.ACCOUNT_READ], validator_cls=oauth2_settings.OAUTH2_VALIDATOR_CLASS)(greet),
    ),
    path("api/stock/", protected_resource(scopes=[Scope.ACCOUNT_READ])(greet)),
    *ours,
]
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture(params=["/api/theirs/", "/api/decorated/"])
def status(request: pytest.FixtureRequest) -> Callable[[str], int]:
    """Return a function that says the status of a view for a bearer."""
    return lambda token: status_at(request.param, token)


def status_at(path: str, token: str) -> int:
    headers = {"host": "localhost:8000", "authorization": f"Bearer {token}"}
    return Client().get(path, headers=headers).status_code


def test_a_token_with_the_scope_opens_it(user_agent: Client, web: RelyingParty, status: Callable[[str], int]) -> None:
    assert status(web.tokens(user_agent)["access_token"]) == 200


def test_a_token_without_the_scope_does_not(
    user_agent: Client, web: RelyingParty, status: Callable[[str], int]
) -> None:
    assert status(web.tokens(user_agent, scope="openid todo:read")["access_token"]) == 403


def test_the_decorator_with_the_toolkits_own_validator_knows_opaque_tokens_only(
    user_agent: Client, web: RelyingParty, register: Callable[..., RelyingParty]
) -> None:
    opaque = register(token_format="opaque").tokens(user_agent)["access_token"]
    assert status_at("/api/stock/", opaque) == 200
    assert status_at("/api/stock/", web.tokens(user_agent)["access_token"]) == 403


@pytest.mark.parametrize("token", ["unknown", "eyJhbGciOiJub25lIn0.e30.", "a.b.c"])
def test_what_is_no_token_is_refused_and_no_server_error(db: None, token: str, status: Callable[[str], int]) -> None:
    assert status(token) == 403


def test_an_id_token_opens_nothing(user_agent: Client, web: RelyingParty, status: Callable[[str], int]) -> None:
    assert status(web.tokens(user_agent)["id_token"]) == 403


def test_the_switch_holds_here_too(
    user_agent: Client, web: RelyingParty, alice: User, status: Callable[[str], int]
) -> None:
    token = web.tokens(user_agent)["access_token"]
    disable_user(user=alice, by=None)
    assert status(token) == 403
