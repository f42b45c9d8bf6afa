"""The authorization server in the admin: clients and resources to edit, grants and tokens to read, no secret shown."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from oauth2_provider import admin as toolkit

from accounts.admin.read_only import ReadOnlyAdmin, show
from accounts.audit.record import AuditEventName, record
from oauth_server.protocol.client_admin import ApplicationAdmin, InitialAccessTokenAdmin
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

    list_display = ("identifier", "scopes", "access_token_lifetime")


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


@admin.register(Grant)
class GrantAdmin(ReadOnlyAdmin):
    """A grant and whether it stands; `manage.py revoke --grant` ends one, with its whole family."""

    hidden = ("code", "code_challenge", "nonce", "claims")
    list_display = ("pk", "application", "user", "scope", "offline", "consumed_at", "revoked_at", "expires")
    list_filter = ("offline",)
    list_select_related = ("application", "user")
    search_fields = ("application__client_id", "application__name", "user__username")


@admin.register(AccessToken)
class AccessTokenAdmin(ReadOnlyAdmin):
    """An access token's facts."""

    hidden = ("token", "token_checksum")
    list_display = ("pk", "application", "user", "scope", "audience", "revoked_at", "expires")
    list_select_related = ("application", "user")
    search_fields = ("application__client_id", "application__name", "user__username")


@admin.register(RefreshToken)
class RefreshTokenAdmin(ReadOnlyAdmin):
    """A family's refresh token: its generation, and until when it may idle."""

    hidden = ("token", "token_checksum", "selector", "previous_checksum", "sealed_successor")
    list_display = ("pk", "application", "user", "generation", "rotated_at", "revoked", "expires")
    list_select_related = ("application", "user")
    search_fields = ("application__client_id", "application__name", "user__username")


@admin.register(Consent)
class ConsentAdmin(ReadOnlyAdmin):
    """What a person has allowed a client."""

    list_display = ("user", "application", "scope", "updated")
    list_select_related = ("application", "user")
    search_fields = ("application__client_id", "application__name", "user__username")


@admin.register(LogoutDelivery)
class LogoutDeliveryAdmin(ReadOnlyAdmin):
    """A client that is told of the end of a sign-in: how often it was tried, and what it answered last."""

    list_display = (
        "pk",
        "application",
        "created",
        "attempts",
        "last_answer",
        "delivered_at",
        "next_attempt",
        "given_up_at",
    )
    list_select_related = ("application",)
    search_fields = ("application__client_id", "application__name")


@admin.register(SigningKey)
class SigningKeyAdmin(ReadOnlyAdmin):
    """A signing key's identifier and times; the private half is sealed and never shown."""

    hidden = ("sealed_private_key",)
    list_display = ("kid", "algorithm", "state", "not_before", "retired_at", "withdrawn_at")
    list_filter = ("algorithm",)
    ordering = ("-not_before",)

    @admin.display(description=_("state"))
    def state(self, key: SigningKey) -> str:
        """Return where the key stands now."""
        return state_of(key, timezone.now())


show(
    DeviceGrant,
    *("pk", "application", "user", "status", "created", "expires"),
    hidden=("device_code", "user_code"),
    related=("application", "user"),
)
show(
    AuthorizationRequest,
    *("pk", "application", "pushed", "created", "expires"),
    hidden=("digest", "parameters"),
    related=("application",),
)
show(
    ClientLogo,
    *("application", "content_type", "source", "fetched"),
    hidden=("digest",),
    related=("application",),
)
show(ClientOrigin, "origin", "application", related=("application",))
show(IDToken, "pk", "application", "user", "expires", related=("application", "user"))
show(RevokedToken, "jti", "expires")
show(UsedIdentifier, "pk", "expires", hidden=("digest",))
