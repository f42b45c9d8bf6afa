"""The home page says what to do next, what can act as somebody, what happened, who they are, what their roles add."""

import re
from datetime import timedelta
from html import escape, unescape

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from accounts.audit.record import AuditEventName, record
from accounts.models import ApiKey, AuditEvent, User
from accounts.roles import Role
from oauth_server.console.access.events import in_words
from oauth_server.testing.principals import Principals
from oauth_server.vocabulary import CredentialKind


@pytest.mark.parametrize(
    ("verified", "badge"), [("alice@example.org", "Confirmed"), ("other@example.org", "Not confirmed")]
)
def test_an_address_counts_as_verified_by_itself_alone(
    user_agent: Client, alice: User, verified: str, badge: str
) -> None:
    EmailAddress.objects.filter(user=alice).delete()
    EmailAddress.objects.create(user=alice, email=verified, verified=True)
    shown = user_agent.get("/").content.decode()
    assert f">{badge}</span>" in shown
    assert alice.email in shown


ADDED = {
    Role.ADMIN: {
        "/api/admin-content/": "GET",
        "/api/v1/announcements/": "POST",
        "/api/v1/announcements/{id}/": "PUT, PATCH, DELETE",
        "/api/v1/users/": "GET",
        "/api/v1/users/{id}/": "GET, PATCH, DELETE",
    },
    Role.MANAGER: {
        "/api/manager-content/": "GET",
        "/api/v1/announcements/": "POST",
        "/api/v1/announcements/{id}/": "PUT, PATCH, DELETE",
        "/api/v1/reports/": "GET, POST",
        "/api/v1/reports/{id}/": "GET, PUT, PATCH, DELETE",
    },
    Role.HR: {
        "/api/hr-content/": "GET",
        "/api/v1/employees/": "POST",
        "/api/v1/employees/{id}/": "PUT, PATCH, DELETE",
    },
}


def opened(page: str) -> dict[str, str]:
    """Return the addresses that the page names, each with its methods."""
    return dict(re.findall(r"<code>(/api/[^<]*)</code>\s*</dt>\s*<dd>\s*([^<]*?)\s*</dd>", page))


@pytest.mark.parametrize("role", Role)
def test_a_role_is_shown_with_what_it_adds(as_principal: Principals, role: Role) -> None:
    page = as_principal(role, via=CredentialKind.SESSION).get("/").content.decode()
    assert f"The role {role} adds" in page
    assert opened(page) == ADDED[role]


def test_who_has_no_role_is_shown_no_address_and_the_way_to_all(as_principal: Principals) -> None:
    page = as_principal(via=CredentialKind.SESSION).get("/").content.decode()
    assert "no role" in page
    assert not opened(page)
    assert 'href="/docs/"' in page
    assert 'href="/admin/"' not in page


def test_a_superuser_is_named_as_one(as_principal: Principals) -> None:
    page = as_principal(superuser=True, via=CredentialKind.SESSION).get("/").content.decode()
    assert ">superuser</span>" in page
    assert "no role" not in page


def steps(page: str) -> list[str]:
    """Return the next steps that the page proposes."""
    shown = page.partition('id="steps"')[2].partition("</section>")[0]
    return [unescape(title) for title in re.findall(r'<h3 class="row-title">\s*([^<]*?)\s*</h3>', shown)]


def test_the_next_steps_are_those_that_are_left(user_agent: Client, alice: User) -> None:
    EmailAddress.objects.filter(user=alice).delete()
    assert steps(user_agent.get("/").content.decode()) == ["Confirm your e-mail address", "Add a passkey"]
    EmailAddress.objects.create(user=alice, email=alice.email, verified=True)
    assert steps(user_agent.get("/").content.decode()) == ["Add a passkey"]
    Authenticator.objects.create(user=alice, type=Authenticator.Type.WEBAUTHN, data={})
    assert steps(user_agent.get("/").content.decode()) == ["Get recovery codes"]
    codes = Authenticator.objects.create(user=alice, type=Authenticator.Type.RECOVERY_CODES, data={"used_mask": 0})
    assert steps(user_agent.get("/").content.decode()) == []
    for used, left in ((0b111111, []), (0b1111111, ["Make new recovery codes"])):
        Authenticator.objects.filter(pk=codes.pk).update(data={"used_mask": used})
        assert steps(user_agent.get("/").content.decode()) == left


def test_who_has_no_address_is_asked_for_one(user_agent: Client, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(email="")
    assert steps(user_agent.get("/").content.decode())[0] == "Add an e-mail address"


def test_what_can_act_as_somebody_is_counted_for_them_alone(
    user_agent: Client, bob_user_agent: Client, alice: User
) -> None:
    ends = timezone.now() + timedelta(days=1)
    for number in range(3):
        ApiKey.objects.create(user=alice, name=f"Key {number}", digest=f"{number:064}", scopes=[], expires=ends)
    counted = re.compile(r'href="/account/access/keys/">\s*<span>API keys</span>\s*<strong>(\d+)</strong>')
    found = [counted.search(browser.get("/").content.decode()) for browser in (user_agent, bob_user_agent)]
    assert [one[1] for one in found if one] == ["3", "0"]


def test_what_happened_is_told_to_whom_it_happened(user_agent: Client, bob_user_agent: Client, alice: User) -> None:
    record(AuditEventName.PASSWORD_RESET, person=alice)
    words = in_words(AuditEvent(event=AuditEventName.PASSWORD_RESET, detail={}))
    assert words in unescape(user_agent.get("/").content.decode())
    assert words not in unescape(bob_user_agent.get("/").content.decode())


@pytest.mark.parametrize("first_name", ["<b>bold</b>", "\u202egro.elpmaxe", "x" * 150])
def test_a_name_cannot_turn_the_page_around(user_agent: Client, alice: User, first_name: str) -> None:
    User.objects.filter(pk=alice.pk).update(first_name=first_name, last_name="")
    page = user_agent.get("/").content.decode()
    assert f"<bdi>{escape(first_name)}</bdi>" in page
    assert "<b>bold" not in page


def test_every_area_is_led_to_from_the_head_of_the_page(as_principal: Principals) -> None:
    heads = {
        role: as_principal(role, via=CredentialKind.SESSION).get("/").content.decode().partition("</header>")[0]
        for role in (Role.HR, Role.ADMIN)
    }
    for address in ("/account/", "/developer/", "/docs/"):
        assert all(f'href="{address}"' in head for head in heads.values())
    assert ['href="/admin/"' in head for head in heads.values()] == [False, True]
