"""The steps of the playground, as a person takes them."""

from typing import Any

from django.test import Client

from tests.flows.oauth import ISSUER, decided

PATH, CALLBACK = "/developer/playground/", "/developer/playground/callback/"
SCOPES = ["openid", "account:read"]


def step(user_agent: Client, name: str, **fields: Any) -> Any:
    """Press a button of the page; return the page that it leads to."""
    response = user_agent.post(PATH, {"step": name, **fields})
    assert (response.status_code, response["Location"]) == (303, PATH)
    return user_agent.get(PATH)


def built(user_agent: Client, **fields: Any) -> str:
    """Build a request of the playground's own client; return its address without the origin."""
    page = step(user_agent, "build", client="playground", scope=SCOPES, **fields)
    url = str(page.context["kept"]["url"])
    assert url.startswith(f"{ISSUER}/o/authorize/?")
    return url.removeprefix(ISSUER)


def answered(user_agent: Client, url: str, decision: str = "allow") -> Any:
    """Walk the request and take the answer to the playground; return what the callback answers."""
    response = decided(user_agent, user_agent.get(url), decision=decision)
    location = response["Location"]
    assert location.startswith(f"{ISSUER}{CALLBACK}?")
    return user_agent.get(location.removeprefix(ISSUER))


def walked(user_agent: Client, **fields: Any) -> Any:
    """Go the whole way; return the page with the tokens."""
    response = answered(user_agent, built(user_agent, **fields))
    assert (response.status_code, response["Location"]) == (303, PATH)
    return user_agent.get(PATH)


def tokens_of(user_agent: Client) -> dict[str, str]:
    return dict(user_agent.session["playground"].get("tokens") or {})
