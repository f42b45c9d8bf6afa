"""An account whose time is over is gone with every row of it."""

from collections.abc import Callable, Iterator

import time_machine
from django.apps import apps
from django.core import mail
from django.core.management import call_command
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEvent, User
from oauth_server.protocol.models import Application
from resources.models import Employee, Report, Todo
from tests.flows.account.closing import LATER, Mailed, api_key_of, close
from tests.flows.conftest import PASSWORD
from tests.flows.guarded_api.callers import drf_token_of, jwt_of
from tests.flows.oauth import RelyingParty


def rows_of(user: User) -> Iterator[Model]:
    """Yield every row of every model that points to a person."""
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if field.many_to_one and field.concrete and field.related_model is User:
                yield from model._base_manager.filter(**{field.name: user.pk})


def test_when_it_is_due_every_row_goes(
    verified: User,
    user_agent: Client,
    bob_user_agent: Client,
    register: Callable[..., RelyingParty],
    mailed: Mailed,
) -> None:
    register().tokens(user_agent, scope="openid offline_access account:read")
    for credential in (jwt_of, drf_token_of, api_key_of):
        credential("alice")
    Todo.objects.create(user=verified, title="mine")
    report = Report.objects.create(author=verified, title="stays", body="x")
    record = Employee.objects.create(user=verified, name="Alice")
    user_agent.get("/api/admin-content/")
    application = register(user=verified).application
    key = verified.audit_key
    assert [*rows_of(verified)]
    close(user_agent)
    call_command("purge")
    assert User.objects.filter(pk=verified.pk).exists()
    with time_machine.travel(timezone.now() + LATER), mailed(execute=True):
        call_command("purge")
    assert not User.objects.filter(username="alice").exists()
    assert not [*rows_of(verified)]
    assert not Application.objects.filter(pk=application.pk).exists()
    report.refresh_from_db()
    record.refresh_from_db()
    assert (report.author_id, record.user_id) == (None, None)
    assert User.objects.filter(username="bob").exists()
    event = AuditEvent.objects.get(event="user_deleted")
    assert (event.person, event.actor, event.detail) == (key, None, {})
    assert [letter.to for letter in mail.outbox] == [["alice@example.org"]]


def test_a_name_given_anew_gets_nothing_of_the_old_one(alice: User, user_agent: Client) -> None:
    token = drf_token_of("alice")
    close(user_agent)
    with time_machine.travel(timezone.now() + LATER):
        call_command("purge")
    again = User.objects.create_user("alice", "other@example.org", PASSWORD)
    assert again.subject != alice.subject
    assert token.get("/api/protected/").status_code == 401
