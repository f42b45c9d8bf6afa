"""Signing in by another OpenID provider, against a real one: this product in another instance."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.core import mail
from django.test import Client

from accounts.models import AuditEvent, Session, UpstreamProvider, User
from accounts.services.credentials import disable_user
from tests.flows.conftest import PASSWORD, sign_in
from tests.flows.second_factor.enrolment import enrol_app
from tests.flows.upstream.journey import CALLBACK, START, Upstream, query_of


def whoami(browser: Client) -> Any:
    return browser.get("/api/whoami/")


def test_a_button_stands_where_a_provider_is_configured(client: Client, provider: UpstreamProvider) -> None:
    assert f'action="{START}"' in client.get("/accounts/login/").content.decode()
    assert "<bdi>The &lt;other&gt; one</bdi>" in client.get("/accounts/login/").content.decode()
    UpstreamProvider.objects.update(enabled=False)
    assert START not in client.get("/accounts/login/").content.decode()
    assert client.post(START).status_code == 404
    assert client.get(f"{CALLBACK}?code=x&state=y").status_code == 404


def test_the_request_is_bound_to_the_browser_and_has_pkce(client: Client, upstream: Upstream) -> None:
    asked = query_of(upstream.address(client, next="/account/"))
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == f"http://localhost:8000{CALLBACK}"
    assert {*asked["scope"].split()} == {"openid", "profile", "email"}
    assert len(asked["state"]) >= 16
    answer = upstream.back(upstream.address(client))
    stranger = Client()
    assert stranger.get(answer).status_code == 401
    assert whoami(stranger).status_code == 401
    assert not SocialAccount.objects.exists()


def test_only_a_post_begins_it_and_the_address_changes_nothing_of_it(client: Client, upstream: Upstream) -> None:
    assert client.get(START)["Location"] == "/accounts/login/"
    page = client.post(f"{START}?scope=offline_access,admin:read&auth_params=prompt%3Dnone&process=redirect")
    asked = query_of(page.context["address"])
    assert {*asked["scope"].split()} == {"openid", "profile", "email"}
    assert "prompt" not in asked
    assert Client(enforce_csrf_checks=True).post(START).status_code == 403


def test_somebody_new_chooses_a_name_and_is_known_the_next_time(
    client: Client, upstream: Upstream, sign_up: Callable[..., User]
) -> None:
    person = sign_up(client, "newcomer")
    assert whoami(client).json()["username"] == "newcomer"
    assert not person.has_usable_password()
    assert (person.email, person.email_verified) == ("elsewhere@example.net", False)
    [session] = Session.objects.filter(user=person)
    assert (session.amr, session.acr) == (["fed"], "1")
    [connection] = SocialAccount.objects.all()
    assert connection.extra_data.keys() <= {"email", "name"}
    browser = Client()
    answer = upstream.through(browser, next="/account/?x=1")
    assert answer["Location"] == "/account/?x=1"
    assert whoami(browser).json()["username"] == "newcomer"
    assert User.objects.count() == 1
    events = AuditEvent.objects.filter(person=person.audit_key).values_list("event", flat=True)
    assert {"registered", "signed_in"} <= {*events}


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil"])
def test_it_leads_nowhere_else(client: Client, upstream: Upstream, sign_up: Callable[..., User], target: str) -> None:
    sign_up(client, "newcomer")
    assert "evil" not in upstream.through(Client(), next=target)["Location"]


def test_nothing_of_the_providers_tokens_is_kept(client: Client, upstream: Upstream) -> None:
    upstream.through(client)
    assert "token" not in client.session["socialaccount_sociallogin"]
    assert not SocialToken.objects.exists()
    assert not SocialApp.objects.exists()


def test_a_verified_address_of_an_account_asks_to_sign_in_to_it_first(alice: User, upstream: Upstream) -> None:
    address = upstream.live.user("alice")["email"]
    EmailAddress.objects.create(user=alice, email=address, verified=True, primary=True)
    browser = Client()
    answer = upstream.through(browser)
    assert answer["Location"] == "/accounts/login/"
    assert f"An account here has the address {address}" in browser.get("/accounts/login/").content.decode()
    assert whoami(browser).status_code == 401
    assert browser.get("/accounts/3rdparty/signup/").status_code == 302
    assert not SocialAccount.objects.exists()


def test_an_address_is_believed_only_where_the_provider_is_trusted_with_it(
    client: Client, provider: UpstreamProvider, upstream: Upstream, sign_up: Callable[..., User]
) -> None:
    address = upstream.live.user("alice")["email"]
    UpstreamProvider.objects.update(trusts_addresses=True)
    assert sign_up(client, "newcomer", email=address).email_verified
    User.objects.all().delete()
    UpstreamProvider.objects.update(trusts_addresses=False)
    assert not sign_up(Client(), "another", email=address).email_verified


def test_a_closed_provider_opens_no_account(client: Client, upstream: Upstream) -> None:
    UpstreamProvider.objects.update(opens_accounts=False)
    assert "closed" in upstream.through(client).content.decode().lower()
    assert not User.objects.exists()


def test_who_cancels_is_told_so(client: Client, upstream: Upstream) -> None:
    answer = upstream.through(client, "mona", decision="deny")
    assert answer["Location"] == "/accounts/3rdparty/login/cancelled/"
    assert "Nothing has changed" in client.get(answer["Location"]).content.decode()


def test_an_answer_is_good_once(client: Client, upstream: Upstream, sign_up: Callable[..., User]) -> None:
    sign_up(client, "newcomer")
    browser = Client()
    answer = upstream.back(upstream.address(browser))
    assert browser.get(answer).status_code == 302
    again = Client()
    again.cookies = browser.cookies
    assert again.get(answer).status_code == 401


def test_a_disabled_account_stays_out(client: Client, upstream: Upstream, sign_up: Callable[..., User]) -> None:
    disable_user(user=sign_up(client, "newcomer"), by=None)
    browser = Client()
    assert upstream.through(browser)["Location"] == "/accounts/inactive/"
    assert whoami(browser).status_code == 401


def test_an_account_on_its_way_out_decides_first(
    client: Client, upstream: Upstream, sign_up: Callable[..., User]
) -> None:
    sign_up(client, "newcomer")
    client.post("/account/delete/", {"username": "newcomer"})
    browser = Client()
    assert upstream.through(browser)["Location"] == "/account/delete/"
    assert browser.post("/account/delete/", {"decision": "keep"})["Location"] == "/account/"
    assert whoami(browser).json()["username"] == "newcomer"


def test_the_second_factor_of_the_account_is_asked_for(alice: User, upstream: Upstream) -> None:
    here = sign_in(Client(), "alice")
    app, _ = enrol_app(here)
    assert upstream.through(here, process="connect")["Location"] == "/accounts/3rdparty/"
    browser = Client()
    assert upstream.through(browser)["Location"].startswith("/accounts/2fa/authenticate/")
    assert whoami(browser).status_code == 401
    assert browser.post("/accounts/2fa/authenticate/", {"code": app.code()}).status_code == 302
    assert whoami(browser).json()["username"] == "alice"
    newest = Session.objects.filter(user=alice).latest("pk")
    assert (newest.amr, newest.acr) == (["fed", "otp", "mfa"], "2")


def test_signing_in_by_it_goes_on_to_a_client(
    client: Client, upstream: Upstream, sign_up: Callable[..., User], web: Any
) -> None:
    sign_up(client, "newcomer")
    browser = Client()
    login = browser.get("/o/authorize/", web.request())
    assert login["Location"].startswith("/accounts/login/?next=")
    after = query_of(login["Location"])["next"]
    answer = upstream.through(browser, next=after)
    assert answer["Location"] == after
    assert browser.get(after)["Location"].startswith("/consent/")


def test_no_mail_is_sent_to_a_stranger(client: Client, upstream: Upstream, sign_up: Callable[..., User]) -> None:
    sign_up(client, "newcomer")
    assert PASSWORD not in "".join(str(letter.body) for letter in mail.outbox)
    assert {address for letter in mail.outbox for address in letter.to} <= {"elsewhere@example.net"}


def test_of_two_browsers_with_one_sign_up_the_second_is_led_back(upstream: Upstream, alice: User) -> None:
    one, other = Client(), Client()
    for browser in (one, other):
        assert upstream.through(browser)["Location"] == "/accounts/3rdparty/signup/"
    for browser, name, leads in ((one, "first", "/"), (other, "second", "/accounts/login/")):
        answer = browser.post("/accounts/3rdparty/signup/", {"username": name, "email": f"{name}@example.net"})
        assert answer.status_code == 302
        assert answer["Location"] == leads or (leads == "/" and "/accounts/" in answer["Location"])
    assert not User.objects.filter(username="second").exists()
    assert whoami(other).status_code == 401


def test_an_address_begins_a_bounded_number_of_them(client: Client, provider: UpstreamProvider, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": "2/m/ip"}
    assert [client.post(START).status_code for _ in range(3)] == [200, 200, 429]
