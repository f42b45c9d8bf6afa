"""Roles: who may do what, stored as Django groups, read live at every request."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """A role is a Django group of the same name; Admin implies `is_staff` and nothing else does."""

    ADMIN = "Admin"
    MANAGER = "Manager"
    HR = "HR"


def _all_of(model: str) -> tuple[str, ...]:
    application, _, name = model.partition(".")
    return tuple(f"{application}.{action}_{name}" for action in ("view", "add", "change", "delete"))


ACT_FOR_PERSON: Final = "accounts.act_for_person"
"""Lets its holder act for another person, for a while and to read (RFC 8693 section 1.1)."""
END_CREDENTIALS: Final = "accounts.end_credentials"
"""Lets its holder end all that acts for a person, whose account stays as it is."""
HOLDS: Final[Mapping[Role, tuple[str, ...]]] = {
    Role.ADMIN: (
        *_all_of("resources.announcement"),
        *_all_of("accounts.upstreamprovider"),
        "resources.view_refusal",
        "accounts.view_auditevent",
        "accounts.view_session",
        "accounts.view_user",
        "auth.view_group",
        "oauth_server.view_application",
        "oauth_server.change_application",
        "oauth_server.view_developerpolicy",
        "oauth_server.add_developerpolicy",
        "oauth_server.change_developerpolicy",
        "oauth_server.view_consent",
        "oauth_server.view_grant",
        ACT_FOR_PERSON,
        END_CREDENTIALS,
    ),
    Role.MANAGER: (*_all_of("resources.announcement"), *_all_of("resources.report")),
    Role.HR: _all_of("resources.employee"),
}
"""The model permissions that come with a role: the group gets them whenever the tables are migrated."""


def roles_holding(permission: str) -> frozenset[Role]:
    """Return the roles that come with a model permission, such as `resources.add_report`."""
    return frozenset(role for role, names in HOLDS.items() if permission in names)
