"""What ends it at once: the administrator, the person, the client, the grant (contract: The one switch)."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Final

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.utils import timezone

from accounts.models import Session, User
from accounts.roles import Role
from accounts.services.credentials import delete_user, disable_user, revoke_credentials, set_password
from accounts.services.roles import grant_role, remove_role
from oauth_server.protocol.models import Application, Grant
from oauth_server.protocol.services.grant_revocation import revoke_client_tokens, revoke_grants_of_user
from oauth_server.protocol.services.purge import purge
from tests.flows.acting.acting import Administrator, signed_in, status

pytestmark = pytest.mark.spec("RFC 8693 section 1.1")
Event = Callable[[Administrator, User], Any]


def sign_out(administrator: Administrator, person: User) -> None:
    administrator.user_agent.post("/accounts/logout/")


def end_of_the_grant_to_act(administrator: Administrator, person: User) -> None:
    Grant.objects.filter(user=person).update(revoked_at=timezone.now())


def end_of_the_administrators_grant(administrator: Administrator, person: User) -> None:
    administrator.party.post(Client(), "/o/revoke_token/", token=administrator.token)


def purged_grant(administrator: Administrator, person: User) -> None:
    Grant.objects.filter(user=administrator.user).update(expires=timezone.now() - timedelta(days=2))
    purge()
    assert not Grant.objects.filter(user=administrator.user).exists()


def superuser(administrator: Administrator, person: User) -> None:
    User.objects.filter(pk=person.pk).update(is_superuser=True)


def staff(administrator: Administrator, person: User) -> None:
    User.objects.filter(pk=administrator.user.pk).update(is_staff=False)
    User.objects.filter(pk=person.pk).update(is_staff=True)


def permission_of_the_persons_own(administrator: Administrator, person: User) -> None:
    permission = Permission.objects.get(codename="delete_logentry")
    assert not administrator.user.has_perm("admin.delete_logentry")
    person.user_permissions.add(permission)


def disabled_client(administrator: Administrator, person: User) -> None:
    Application.objects.filter(pk=administrator.party.application.pk).update(enabled=False)


EVENTS: Final[Mapping[str, Event]] = {
    "the administrator is disabled": lambda adam, person: disable_user(user=adam.user, by=None),
    "the administrator is deleted": lambda adam, person: delete_user(user=adam.user, by=None),
    "the administrator's credentials end": lambda adam, person: revoke_credentials(user=adam.user, by=None),
    "the administrator's password changes": lambda adam, person: set_password(
        user=adam.user, password="another battery staple"
    ),
    "the administrator signs out": sign_out,
    "the administrator loses the role": lambda adam, person: remove_role(user=adam.user, role=Role.ADMIN),
    "the role loses the permission": lambda adam, person: Group.objects.get(name=Role.ADMIN).permissions.remove(
        Permission.objects.get(codename="act_for_person")
    ),
    "the administrator's grant is revoked": end_of_the_administrators_grant,
    "the administrator's grant is gone": purged_grant,
    "the person is given a role": lambda adam, person: grant_role(user=person, role=Role.HR),
    "the person is put into another group": lambda adam, person: person.groups.add(
        Group.objects.create(name="Auditors")
    ),
    "the person is given a permission": permission_of_the_persons_own,
    "the person becomes a superuser": superuser,
    "the person becomes staff and the administrator is none": staff,
    "the person is disabled": lambda adam, person: disable_user(user=person, by=None),
    "the person is deleted": lambda adam, person: delete_user(user=person, by=None),
    "the person's credentials end": lambda adam, person: revoke_credentials(user=person, by=None),
    "the person's password changes and their applications stay": lambda adam, person: set_password(
        user=person, password="another battery staple", keep_connected=True
    ),
    "the person revokes the client": lambda adam, person: revoke_grants_of_user(user=person),
    "the client is disabled": disabled_client,
    "the client's tokens end": lambda adam, person: revoke_client_tokens(application=adam.party.application),
    "the grant to act is revoked": end_of_the_grant_to_act,
}


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("form", ["", "opaque"])
def test_it_ends_at_the_next_request_when(administrator: Administrator, alice: User, event: str, form: str) -> None:
    Application.objects.filter(pk=administrator.party.application.pk).update(token_format=form)
    token = administrator.act_for(alice).json()["access_token"]
    assert ("." in token) == (form == "")
    assert status(token) == 200
    EVENTS[event](administrator, alice)
    assert status(token) == 401
    assert status(token, "/api/status/") == 401


def test_it_goes_on_when_the_person_is_given_a_permission_that_the_administrator_has(
    administrator: Administrator, acting: dict[str, Any], alice: User
) -> None:
    alice.user_permissions.add(Permission.objects.get(codename="act_for_person"))
    own = Permission.objects.get(codename="delete_logentry")
    administrator.user.user_permissions.add(own)
    alice.user_permissions.add(own)
    assert status(acting["access_token"]) == 200


def test_the_client_ends_it_and_the_administrator_stays(administrator: Administrator, acting: dict[str, Any]) -> None:
    administrator.party.post(Client(), "/o/revoke_token/", token=acting["access_token"])
    assert status(acting["access_token"]) == 401
    assert status(administrator.token) == 200


def test_another_sign_in_of_the_administrator_may_end(administrator: Administrator, acting: dict[str, Any]) -> None:
    other = signed_in(administrator.user)
    other.post("/accounts/logout/")
    assert Session.objects.filter(user=administrator.user, ended_at=None).count() == 1
    assert status(acting["access_token"]) == 200


def test_the_persons_own_sign_out_ends_nothing_of_it(alice: User, user_agent: Client, acting: dict[str, Any]) -> None:
    user_agent.post("/accounts/logout/")
    assert status(acting["access_token"]) == 200


def test_what_has_ended_is_purged(administrator: Administrator, alice: User, acting: dict[str, Any]) -> None:
    longer_ago = timezone.now() - timedelta(days=2)
    Grant.objects.all().update(expires=longer_ago)
    purge()
    assert not Grant.objects.exists()


@pytest.mark.parametrize("form", ["", "opaque"])
def test_who_is_asking_costs_one_statement(
    administrator: Administrator, alice: User, form: str, django_assert_num_queries: Any
) -> None:
    Application.objects.filter(pk=administrator.party.application.pk).update(token_format=form)
    token = administrator.act_for(alice).json()["access_token"]
    status(token, "/api/status/")
    with django_assert_num_queries(1):
        assert status(token, "/api/status/") == 200
