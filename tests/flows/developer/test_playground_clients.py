"""The playground takes one's own applications as far as it can go with them, and its own client all the way."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from oauth_server.protocol.models import Application
from tests.flows.developer.steps import CALLBACK, PATH, SCOPES, answered, built, step, tokens_of, walked
from tests.flows.oauth import ISSUER, RelyingParty


def test_an_application_without_a_secret_goes_the_whole_way_where_it_may_come_back_here(
    user_agent: Client, owned: Any
) -> None:
    party = owned(public=True, redirect_uri=f"{ISSUER}{CALLBACK}", application_type="native")
    page = step(user_agent, "build", client=party.client_id, scope=SCOPES)
    answered(user_agent, page.context["kept"]["url"].removeprefix(ISSUER))
    assert tokens_of(user_agent)


def test_an_application_with_a_secret_is_shown_and_its_secret_is_asked_nowhere(user_agent: Client, owned: Any) -> None:
    party = owned()
    page = step(user_agent, "build", client=party.client_id, scope=SCOPES)
    kept = page.context["kept"]
    assert parse_qs(urlsplit(kept["url"]).query)["redirect_uri"] == [party.redirect_uri]
    assert kept["verifier"] in page.context["curl"]
    assert "$CLIENT_SECRET" in page.context["curl"]
    assert 'type="password"' not in page.content.decode()


@pytest.mark.parametrize("must", ["require_pushed_authorization_requests", "require_signed_request_object"])
def test_a_request_that_only_the_application_can_push_or_sign_is_not_sent_from_here(
    user_agent: Client, owned: Any, must: str
) -> None:
    party = owned()
    Application.objects.filter(pk=party.application.pk).update(**{must: True})
    page = step(user_agent, "build", client=party.client_id, scope=SCOPES)
    assert "url" not in page.context["kept"]
    assert "must push or sign its requests" in page.content.decode()
    assert f"/developer/{party.client_id}/quickstart/" in page.content.decode()


def test_another_persons_application_is_not_offered_and_builds_nothing(user_agent: Client, web: Any) -> None:
    page = step(user_agent, "build", client=web.client_id, scope=SCOPES)
    assert "kept" not in page.context
    assert web.client_id not in page.content.decode()


def test_its_own_client_is_public_short_lived_and_asks_each_time(user_agent: Client) -> None:
    walked(user_agent)
    client = Application.objects.get(client_id="playground")
    assert (client.token_endpoint_auth_method, client.user, client.skip_authorization) == ("none", None, False)
    assert "offline_access" not in client.scopes.split()
    step(user_agent, "start-over")
    assert user_agent.get(built(user_agent))["Location"].startswith("/consent/")
    assert Application.objects.filter(client_id="playground").count() == 1


def test_a_disabled_playground_stays_disabled(user_agent: Client) -> None:
    walked(user_agent)
    step(user_agent, "start-over")
    Application.objects.filter(client_id="playground").update(enabled=False)
    page = step(user_agent, "build", client="playground", scope=SCOPES)
    assert "kept" not in page.context
    assert not Application.objects.get(client_id="playground").enabled


def test_a_scope_beyond_the_cap_is_neither_offered_nor_asked_for(developer: Client, own: RelyingParty) -> None:
    """An administrator's cap counts here as it counts at the endpoints."""
    Application.objects.filter(pk=own.application.pk).update(scopes="openid todo:read", cap_scopes="openid")
    page = developer.get(f"{PATH}?client={own.client_id}")
    assert [scope["name"] for scope in page.context["scopes"]] == ["openid"]
    page = step(developer, "build", client=own.client_id, scope=["openid", "todo:read"])
    assert page.context["kept"]["parameters"]["scope"] == "openid"
