"""Giving and taking roles; the next request is decided by them (contract: The one switch, role removed)."""

import structlog
from django.contrib.auth.models import Group
from django.db import transaction

from accounts.models import User
from accounts.roles import Role

log = structlog.get_logger(__name__)


def ensure_groups() -> None:
    """Make the group of each role where there is none."""
    for role in Role:
        Group.objects.get_or_create(name=role)


@transaction.atomic
def grant_role(*, user: User, role: Role) -> None:
    """Give `user` a role; Admin makes them staff."""
    group, _ = Group.objects.get_or_create(name=role)
    user.groups.add(group)
    follow_roles(user=user)
    log.info("role_granted", user=str(user.subject), role=str(role))


@transaction.atomic
def remove_role(*, user: User, role: Role) -> None:
    """Take a role from `user`; without Admin they are no longer staff, unless a superuser."""
    user.groups.remove(*Group.objects.filter(name=role))
    follow_roles(user=user)
    log.info("role_removed", user=str(user.subject), role=str(role))


@transaction.atomic
def groups_written(*, user: User, before: frozenset[str], by: User | None) -> None:
    """Let `is_staff` follow groups that a form has written, and log what came and went since `before` (their names)."""
    held = groups_of(user)
    follow_roles(user=user)
    for event, names in (("role_granted", held - before), ("role_removed", before - held)):
        for name in sorted(names):
            log.info(event, user=str(user.subject), role=name, by=str(by.subject) if by else None)


def groups_of(user: User) -> frozenset[str]:
    """Return the names of the groups of `user`."""
    return frozenset(user.groups.values_list("name", flat=True))


def follow_roles(*, user: User) -> None:
    """Make `is_staff` say what the roles say: Admin implies it, and nothing else but being a superuser does."""
    staff = user.is_superuser or user.groups.filter(name=Role.ADMIN).exists()
    if user.is_staff != staff:
        user.is_staff = staff
        user.save(update_fields=["is_staff"])
