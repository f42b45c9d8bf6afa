"""The authorization server in the admin: clients and resources to edit, grants and tokens to read, no secret shown."""

from collections.abc import Mapping
from typing import Any, Final

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from oauth2_provider import admin as toolkit

from accounts.admin.filters import SetFilter
from accounts.admin.read_only import ReadOnlyAdmin, show
from accounts.audit.record import AuditEventName, record
from oauth_server.protocol.client_admin import ApplicationAdmin
from oauth_server.protocol.initial_access_admin import InitialAccessTokenAdmin
from oauth_server.protocol.keys.life import KeyState
from oauth_server.protocol.keys.rotation import state_of
from oauth_server.protocol.models import (
    AccessToken,
    Application,
    AuthorizationRequest,
    ClientLogo,
    ClientOrigin,
    Consent,
    DeveloperPolicy,
    DeviceGrant,
    Grant,
    IDToken,
    InitialAccessToken,
    LogoutDelivery,
    ProtectedResource,
    RefreshToken,
    RevokedToken,
    SigningKey,
    UsedIdentifier,
)

for model in (AccessToken, Application, DeviceGrant, Grant, IDToken, RefreshToken):
    if toolkit.admin.site.is_registered(model):
        admin.site.unregister(model)


admin.site.register(Application, ApplicationAdmin)
admin.site.register(InitialAccessToken, InitialAccessTokenAdmin)


@admin.register(ProtectedResource)
class ProtectedResourceAdmin(admin.ModelAdmin[Any]):
    """A protected resource beside our own API."""

    list_display = ("identifier", "name", "scopes", "token_format", "access_token_lifetime")
    search_fields = ("identifier", "name")


@admin.register(DeveloperPolicy)
class DeveloperPolicyAdmin(admin.ModelAdmin[Any]):
    """Who may register at the developer console, and what waits: the one row, made where there is none."""

    list_display = ("__str__", "who", "waits", "at_most")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Return whether the row is still to be made."""
        return super().has_add_permission(request) and not DeveloperPolicy.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return False: without the row its defaults hold, and nobody would see which."""
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save under the one key, and keep what it says now in the trail."""
        obj.pk = 1
        super().save_model(request, obj, form, change)
        told = {"who": obj.who, "waits": obj.waits, "at_most": obj.at_most}
        actor: Any = request.user
        record(AuditEventName.DEVELOPER_POLICY_CHANGED, person=None, actor=actor, detail=told)


STATES: Final[Mapping[KeyState, Any]] = {
    KeyState.NEXT: _("signs later"),
    KeyState.ACTIVE: _("signs"),
    KeyState.RETIRED: _("verifies only"),
    KeyState.WITHDRAWN: _("withdrawn"),
}
OF_BOTH: Final[dict[str, Any]] = {
    "list_select_related": ("application", "user"),
    "search_fields": ("application__client_id", "application__name", "user__username"),
    "search_help_text": _("Name or identifier of the application, or user name"),
}
OF_APPLICATION: Final[dict[str, Any]] = {
    "list_select_related": ("application",),
    "search_fields": ("application__client_id", "application__name"),
    "search_help_text": _("Name or identifier of the application"),
}
REVOKED: Final = ("revoked_at", SetFilter)

show(
    Grant,
    *("created", "user", "application", "scope", "offline", "expires", "revoked_at"),
    hidden=("code", "code_challenge", "nonce", "claims"),
    list_filter=("offline", REVOKED, "created"),
    **OF_BOTH,
)
show(
    AccessToken,
    *("created", "user", "application", "scope", "audience", "expires", "revoked_at"),
    hidden=("token", "token_checksum"),
    list_filter=(REVOKED, "created"),
    **OF_BOTH,
)
show(
    RefreshToken,
    *("created", "user", "application", "generation", "rotated_at", "expires", "revoked"),
    hidden=("token", "token_checksum", "selector", "previous_checksum", "sealed_successor"),
    list_filter=(("revoked", SetFilter), "created"),
    **OF_BOTH,
)
show(Consent, "updated", "user", "application", "scope", "created", list_filter=("updated",), **OF_BOTH)
show(
    LogoutDelivery,
    *("created", "application", "attempts", "last_answer", "next_attempt", "delivered_at", "given_up_at"),
    list_filter=(("delivered_at", SetFilter), ("given_up_at", SetFilter)),
    **OF_APPLICATION,
)


@admin.register(SigningKey)
class SigningKeyAdmin(ReadOnlyAdmin):
    """A signing key's identifier and times; the private half is sealed and never shown."""

    hidden = ("sealed_private_key",)
    list_display = ("kid", "algorithm", "state", "not_before", "retired_at", "withdrawn_at")
    list_filter = ("algorithm",)
    ordering = ("-not_before",)

    @admin.display(description=_("state"))
    def state(self, key: SigningKey) -> Any:
        """Return where the key stands now."""
        return STATES[state_of(key, timezone.now())]


show(
    DeviceGrant,
    *("created", "application", "user", "status", "address", "expires"),
    hidden=("device_code", "user_code", "client_id"),
    list_filter=("status", "created"),
    **OF_BOTH,
)
show(
    AuthorizationRequest,
    *("created", "application", "pushed", "opened", "expires"),
    hidden=("digest", "parameters"),
    list_filter=("pushed",),
    **OF_APPLICATION,
)
show(
    ClientLogo,
    *("application", "content_type", "source", "fetched"),
    hidden=("content", "digest"),
    **OF_APPLICATION,
)
show(ClientOrigin, "origin", "application", **{**OF_APPLICATION, "search_fields": ("origin", "application__name")})
show(IDToken, "created", "application", "user", "expires", **OF_BOTH)
show(RevokedToken, "jti", "expires", search_fields=("jti",))
show(UsedIdentifier, "expires", hidden=("digest",))
