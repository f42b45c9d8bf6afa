"""The administration of accounts: the way in, people and their sign-ins, keys, the audit trail."""

from allauth.socialaccount.models import SocialAccount
from django.contrib import admin

from accounts.admin import gate, read_only
from accounts.admin.audit import AuditEventAdmin
from accounts.admin.keys import ApiKeyAdmin
from accounts.admin.people import DeletesWithDependents, SessionAdmin, UserAdmin
from accounts.admin.roles import RoleAdmin
from accounts.admin.upstream import UpstreamProviderAdmin
from accounts.models import AuditSeal, DoorChallenge, DrfToken, GuessCounter

__all__ = [
    "ApiKeyAdmin",
    "AuditEventAdmin",
    "DeletesWithDependents",
    "RoleAdmin",
    "SessionAdmin",
    "UpstreamProviderAdmin",
    "UserAdmin",
]

admin.site.site_header = admin.site.site_title = "oauth-server"
admin.site.index_title = "Administration"
gate.shut()

read_only.show(AuditSeal, "last_event", "count", "at")
read_only.show(
    DoorChallenge,
    *("pk", "door", "user", "created", "expires"),
    hidden=("digest", "sealed_state"),
    related=("user",),
)
read_only.show(DrfToken, "user", "created", "last_used", "revoked_at", hidden=("digest",), related=("user",))
read_only.show(GuessCounter, "pk", "count", "window_start", hidden=("key",))
read_only.show(SocialAccount, "user", "provider", "uid", "last_login", hidden=("extra_data",), related=("user",))
