"""/account/: the profile page writes what the JSON door writes, by the same rules, and says who reads it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import AuditEvent, User
from oauth_server.protocol.models import Grant
from tests.flows.oauth import RelyingParty

PAGE = "/account/"
GIVEN = {
    "first_name": "Alicia",
    "last_name": "Liddell",
    "phone_number": "+1 604 555 1234",
    "postal_address": "1 Rabbit Hole\r\nOxford",
    "locale": "de",
    "theme": "dark",
}


def test_nobody_sees_it_who_is_not_signed_in(client: Client) -> None:
    assert client.get(PAGE)["Location"] == "/accounts/login/?next=/account/"


def test_a_person_writes_their_profile(alice: User, user_agent: Client) -> None:
    before = User.objects.get(pk=alice.pk).updated
    assert user_agent.post(PAGE, GIVEN)["Location"] == PAGE
    alice.refresh_from_db()
    assert {name: getattr(alice, name) for name in GIVEN} == GIVEN | {"postal_address": "1 Rabbit Hole\nOxford"}
    assert alice.updated is not None
    assert before is not None
    assert alice.updated > before
    [event] = AuditEvent.objects.filter(event="profile_changed")
    assert event.detail == {"fields": ["first_name", "locale", "phone_number", "postal_address", "theme"]}


def test_the_door_moves_the_same_moment(alice: User, user_agent: Client) -> None:
    before = User.objects.get(pk=alice.pk).updated
    user_agent.patch("/api/profile/", {"first_name": "Al"}, content_type="application/json")
    alice.refresh_from_db()
    assert alice.updated != before


def test_what_is_the_same_is_not_written(alice: User, user_agent: Client) -> None:
    user_agent.post(PAGE, GIVEN)
    before = User.objects.values().get(pk=alice.pk)
    user_agent.post(PAGE, GIVEN)
    assert User.objects.values().get(pk=alice.pk) == before
    assert AuditEvent.objects.filter(event="profile_changed").count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("phone_number", "call me"),
        ("phone_number", "+1 604\x00"),
        ("locale", "not a language"),
        ("locale", "fr"),
        ("theme", "pink"),
        ("first_name", "x" * 151),
        ("first_name", "nul\x00"),
        ("postal_address", "x" * 501),
    ],
    ids=["words", "nul-phone", "no-tag", "not-offered", "no-theme", "long-name", "nul-name", "long-address"],
)
def test_what_the_rules_refuse_is_said_beside_its_field(
    alice: User, user_agent: Client, field: str, value: str
) -> None:
    before = User.objects.values().get(pk=alice.pk)
    answer = user_agent.post(PAGE, GIVEN | {field: value})
    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == [field]
    assert f'aria-describedby="id_{field}' in answer.content.decode()
    assert User.objects.values().get(pk=alice.pk) == before


def test_nothing_else_is_theirs_to_write(alice: User, user_agent: Client) -> None:
    forbidden = {"username": "root", "email": "m@example.org", "is_staff": "on", "subject": "x", "deletion_due": "now"}
    user_agent.post(PAGE, GIVEN | forbidden)
    alice.refresh_from_db()
    assert (alice.username, alice.email, alice.is_staff, alice.deletion_due) == (
        "alice",
        "alice@example.org",
        False,
        None,
    )


def test_a_language_that_the_door_took_can_stay(alice: User, user_agent: Client) -> None:
    User.objects.filter(pk=alice.pk).update(locale="pt-BR")
    assert user_agent.post(PAGE, GIVEN | {"locale": "pt-BR"}).status_code == 302


def test_it_says_which_applications_read_what(
    alice: User, user_agent: Client, register: Callable[..., RelyingParty]
) -> None:
    register(name="Reads <names>").tokens(user_agent, scope="openid profile")
    register(name="Reads the number").tokens(user_agent, scope="openid phone")
    parts = {part.scope: part.readers for part in user_agent.get(PAGE).context["parts"] if part.scope}
    assert parts == {"profile": ("Reads <names>",), "phone": ("Reads the number",), "address": ()}
    assert b"<bdi>Reads &lt;names&gt;</bdi>" in user_agent.get(PAGE).content
    Grant.objects.filter(application__name="Reads the number").update(revoked_at=alice.date_joined)
    parts = {part.scope: part.readers for part in user_agent.get(PAGE).context["parts"] if part.scope}
    assert parts["phone"] == ()


def test_many_applications_cost_no_more_statements(
    alice: User,
    user_agent: Client,
    register: Callable[..., RelyingParty],
    django_assert_max_num_queries: Callable[..., Any],
) -> None:
    register().tokens(user_agent, scope="openid profile")
    known = Grant.objects.get()
    for number in range(50):
        client = register(name=f"Client {number}").application
        Grant.objects.bulk_create(
            Grant(
                user=alice,
                application=client,
                code=f"{number}-{turn}",
                scope="openid profile",
                offline=True,
                consumed_at=known.consumed_at,
                expires=known.expires,
                audience=known.audience,
            )
            for turn in range(20)
        )
    with django_assert_max_num_queries(15):
        answer = user_agent.get(PAGE)
    assert "46 more" in answer.content.decode()
