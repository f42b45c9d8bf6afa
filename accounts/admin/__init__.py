"""The administration of accounts: the way in, people and their sign-ins, keys, the audit trail."""

from typing import Any, Final

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.admin import gate, read_only
from accounts.admin.addresses import AddressAdmin
from accounts.admin.audit import AuditEventAdmin
from accounts.admin.connections import ConnectionAdmin
from accounts.admin.factors import FactorAdmin
from accounts.admin.keys import ApiKeyAdmin
from accounts.admin.people import DeletesWithDependents, UserAdmin
from accounts.admin.roles import RoleAdmin
from accounts.admin.sign_ins import SessionAdmin
from accounts.admin.upstream import UpstreamProviderAdmin
from accounts.models import AuditSeal, DoorChallenge, DrfToken, GuessCounter

__all__ = [
    "AddressAdmin",
    "ApiKeyAdmin",
    "AuditEventAdmin",
    "ConnectionAdmin",
    "DeletesWithDependents",
    "FactorAdmin",
    "RoleAdmin",
    "SessionAdmin",
    "UpstreamProviderAdmin",
    "UserAdmin",
]

admin.site.site_header = admin.site.site_title = "oauth-server"
admin.site.index_title = _("Administration")
gate.shut()

OF_USER: Final[dict[str, Any]] = {"list_select_related": ("user",), "search_fields": ("user__username",)}

read_only.show(AuditSeal, "last_event", "count", "at")
read_only.show(DoorChallenge, "created", "door", "user", "expires", hidden=("digest", "sealed_state"), **OF_USER)
read_only.show(DrfToken, "user", "created", "last_used", "revoked_at", hidden=("digest",), **OF_USER)
read_only.show(GuessCounter, "window_start", "count", hidden=("key",), ordering=("-window_start",))
