"""Giving and taking roles; the next request is decided by them (contract: The one switch, role removed)."""

from django.apps import AppConfig
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import transaction

from accounts.audit.record import AuditEventName, record
from accounts.models import User
from accounts.roles import HOLDS, Role
from accounts.services.notices import tell_of_roles
from accounts.services.sign_in import shorten_sessions


def ensure_groups() -> None:
    """Make the group of each role where there is none."""
    for role in Role:
        Group.objects.get_or_create(name=role)


def ensure_permissions(application: AppConfig) -> None:
    """Give the groups of the roles what they hold of an application's models, once its tables are there.

    What a role holds comes back; what somebody gave a group besides stays.
    """
    held = {role: [name for name in names if _application(name) == application.label] for role, names in HOLDS.items()}
    if not any(held.values()):
        return
    create_permissions(application, verbosity=0)  # Django's own receiver may come after ours
    for role, names in held.items():
        codes = [name.partition(".")[2] for name in names]
        found = Permission.objects.filter(content_type__app_label=application.label, codename__in=codes)
        group = Group.objects.get_or_create(name=role)[0]
        group.permissions.add(*found.exclude(group=group))  # a second migration writes nothing


@transaction.atomic
def grant_role(*, user: User, role: Role, by: User | None = None) -> None:
    """Give `user` a role; Admin makes them staff. `by`: None for the system."""
    group, _ = Group.objects.get_or_create(name=role)
    user.groups.add(group)
    follow_roles(user=user)
    _granted(user=user, name=role, by=by)


@transaction.atomic
def remove_role(*, user: User, role: Role, by: User | None = None) -> None:
    """Take a role from `user`; without Admin only a superuser stays staff. `by`: None for the system."""
    user.groups.remove(*Group.objects.filter(name=role))
    follow_roles(user=user)
    _removed(user=user, name=role, by=by)


@transaction.atomic
def set_roles(*, user: User, roles: frozenset[Role], by: User) -> None:
    """Give `user` exactly these roles, and tell them; other groups stay."""
    held = groups_of(user) & frozenset(Role)
    for role in sorted(roles - held):
        grant_role(user=user, role=role, by=by)
    for name in sorted(held - roles):
        remove_role(user=user, role=Role(name), by=by)
    if held != roles:
        tell_of_roles(user=user, roles=roles)


@transaction.atomic
def groups_written(*, user: User, before: frozenset[str], by: User | None) -> None:
    """Let `is_staff` follow groups that a form has written, note what came and went since `before`, tell the person."""
    held = groups_of(user)
    follow_roles(user=user)
    for name in sorted(held - before):
        _granted(user=user, name=name, by=by)
    for name in sorted(before - held):
        _removed(user=user, name=name, by=by)
    if held != before:
        tell_of_roles(user=user, roles=held & frozenset(Role))


def groups_of(user: User) -> frozenset[str]:
    """Return the names of the groups of `user`."""
    return frozenset(user.groups.values_list("name", flat=True))


def follow_roles(*, user: User) -> None:
    """Make `is_staff` say what the roles say: Admin implies it, and nothing else but being a superuser does.

    Whoever becomes staff while signed in is held to the hours of staff from then on.
    """
    staff = user.is_superuser or user.groups.filter(name=Role.ADMIN).exists()
    if user.is_staff != staff:
        user.is_staff = staff
        user.save(update_fields=["is_staff"])
        shorten_sessions(user=user)


def _granted(*, user: User, name: str, by: User | None) -> None:
    record(AuditEventName.ROLE_GIVEN, person=user, actor=by, detail={"role": str(name)})


def _removed(*, user: User, name: str, by: User | None) -> None:
    record(AuditEventName.ROLE_TAKEN, person=user, actor=by, detail={"role": str(name)})


def _application(permission: str) -> str:
    return permission.partition(".")[0]
