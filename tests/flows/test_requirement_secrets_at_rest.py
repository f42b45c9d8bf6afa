"""After every flow the database holds no secret that was handed out or taken (OWASP ASVS 5.0 section 6.5.2)."""

from urllib.parse import parse_qs, urlsplit

from django.apps import apps
from django.test import Client

from tests.flows.conftest import PASSWORD
from tests.flows.guarded_api.callers import drf_key_of, jwt_pair_of
from tests.flows.oauth import RelyingParty, allow


def dump() -> str:
    """Return every row of every table, binary columns too, as the text of its values."""
    rows = (row for model in apps.get_models() for row in model._default_manager.values_list())
    return "\n".join(str([bytes(value) if isinstance(value, memoryview) else value for value in row]) for row in rows)


def test_the_database_holds_no_secret_of_any_flow(user_agent: Client, web: RelyingParty, spa: RelyingParty) -> None:
    scope = "openid account:read offline_access"
    pending = allow(user_agent, user_agent.get("/o/authorize/", web.request(scope=scope)))["code"]
    to_consent = user_agent.get("/o/authorize/", web.request(prompt="consent"))["Location"]
    (reference,) = parse_qs(urlsplit(to_consent).query)["request_uri"]
    answers = [web.tokens(user_agent, scope=scope), spa.tokens(user_agent, scope=scope)]
    answers += [web.refresh(user_agent, answers[0]["refresh_token"]).json()]
    answers += [web.refresh(user_agent, answers[0]["refresh_token"]).json()]
    secrets = [answer[kind] for answer in answers for kind in ("access_token", "refresh_token", "id_token")]
    secrets += [part for answer in answers for part in answer["refresh_token"].split(".")]
    secrets += [pending, reference.rpartition(":")[2], web.secret, PASSWORD, user_agent.cookies["sessionid"].value]
    secrets += [web.verifier, *jwt_pair_of("alice").values(), drf_key_of("alice")]
    rows = dump()
    assert web.client_id in rows
    assert [secret for secret in secrets if secret in rows] == []


def test_a_private_key_is_kept_sealed(web: RelyingParty, user_agent: Client) -> None:
    web.tokens(user_agent)
    kid = Client().get("/.well-known/jwks.json").json()["keys"][0]["kid"]
    rows = dump()
    assert kid in rows
    assert "PRIVATE KEY" not in rows
