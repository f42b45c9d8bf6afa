"""The administration of accounts: the way in, people and their sign-ins, keys, the audit trail."""

from django.contrib import admin

from accounts.admin import gate
from accounts.admin.audit import AuditEventAdmin
from accounts.admin.keys import ApiKeyAdmin
from accounts.admin.people import DeletesWithDependents, SessionAdmin, UserAdmin
from accounts.admin.upstream import UpstreamProviderAdmin

__all__ = ["ApiKeyAdmin", "AuditEventAdmin", "DeletesWithDependents", "SessionAdmin", "UpstreamProviderAdmin", "UserAdmin"]

admin.site.site_header = admin.site.site_title = "oauth-server"
admin.site.index_title = "Administration"
gate.shut()
