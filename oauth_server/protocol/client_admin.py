"""Clients in the admin: every column of their registration, held to rules and preset like any other way in."""

from typing import Any, ClassVar, Final

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.admin import DeletesWithDependents
from accounts.admin.moments import MOMENTS
from accounts.admin.shown_once import ShowsSecretOnce
from accounts.audit.record import AuditEventName, record
from accounts.roles import Role
from oauth_server.protocol.application_fieldsets import FIELDSETS
from oauth_server.protocol.approval_admin import DecidesApproval
from oauth_server.protocol.models import Application
from oauth_server.protocol.models.presets import PRESETS
from oauth_server.protocol.services.grant_revocation import revoke_client_tokens
from oauth_server.protocol.tokens import client_jwks
from oauth_server.protocol.words_field import words
from oauth_server.vocabulary import SCOPES, ClientPreset, GrantType


class ApplicationForm(forms.ModelForm[Application]):
    """A client's registration. What is left as it was is chosen by the preset of a new client."""

    grant_types = words(GrantType, label=_("Grant types"))
    scopes = words(SCOPES, label=_("Scopes"), help_text=_("What it is registered for"))
    cap_scopes = words(
        SCOPES,
        label=_("Cap of scopes"),
        help_text=_("The most that it gets, whatever else stands here; nothing ticked: no cap"),
    )
    cap_roles = words(
        Role,
        label=_("Cap of roles"),
        help_text=_("The roles of a person that count through it; nothing ticked: all of them"),
    )

    def clean_jwks(self) -> Any:
        """Refuse a JWK Set that no client may have."""
        jwks = self.cleaned_data["jwks"]
        if jwks is None:
            return None
        try:
            client_jwks.check(jwks)
        except client_jwks.JwksRefused as refusal:
            raise ValidationError(str(refusal)) from None
        return jwks

    def clean_enabled(self) -> bool:
        """Refuse to enable past the approval, which tells the owner and stands in the trail as what it is."""
        enabled: bool = self.cleaned_data["enabled"]
        if enabled and self.instance.approval:
            raise ValidationError(_("It waits for approval, or was refused: approve it in the list."))
        return enabled

    def clean(self) -> dict[str, Any]:
        """Let the preset of a new client choose."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        preset = cleaned.get("preset")
        if preset and self.instance._state.adding:
            chosen = PRESETS[ClientPreset(preset)].columns()
            cleaned |= {name: chosen[name] for name in chosen.keys() & self.fields.keys() - set(self.changed_data)}
        return cleaned


DECIDED: Final = frozenset({"enabled", "paused", "hosts_verified", "cap_scopes", "cap_roles"})
"""What whoever is no superuser decides about a client. With the rest (redirect URIs, consent, owner, keys) they could
let tokens of anybody be sent to themselves, past acting for a person with its reason and its trail."""


class ApplicationAdmin(ShowsSecretOnce, DecidesApproval, DeletesWithDependents):
    """A client. Its secret is made here, shown once when it is registered, and kept as a digest."""

    form = ApplicationForm
    made_title = _("A new client secret")
    fieldsets = FIELDSETS
    view_on_site = False
    list_display = ("called", "owner", "enabled", "approval", "preset", "registration_source", "created", "client_id")
    list_filter = ("approval", "enabled", "preset", "client_type", "registration_source")
    list_select_related = ("user",)
    search_fields = ("name", "client_id", "user__username")
    raw_id_fields = ("user",)
    formfield_overrides: ClassVar[Any] = {models.URLField: {"assume_scheme": "https"}, **MOMENTS}
    search_help_text = _("Name or identifier of the application, or user name of its owner")
    readonly_fields = (
        "client_id",
        "approval",
        "approval_reason",
        "sector",
        "registration_source",
        "unused_until",
        "cimd_expires_at",
        "created",
        "updated",
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Application | None = None) -> tuple[str, ...]:
        """Let only a superuser change what a client is; others with the permission look at it."""
        if request.user.is_superuser:
            return self.readonly_fields
        return tuple(name for name in flatten_fieldsets(FIELDSETS) if name not in DECIDED)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Call the user what they are to it."""
        return super().get_form(request, obj, change=change, **{"labels": {"user": _("Owner")}, **kwargs})

    @admin.display(description=_("owner"), ordering="user__username")
    def owner(self, obj: Application) -> Any:
        """Return whose it is."""
        return obj.user

    @admin.display(description=_("name"), ordering="name")
    def called(self, obj: Application) -> SafeString:
        """Return its name, or its identifier where it has none."""
        return format_html("<bdi>{}</bdi>", obj.name or obj.client_id)

    def save_model(self, request: HttpRequest, obj: Any, form: forms.ModelForm[Any], change: bool) -> None:
        """Save, and show a new client's secret this once; what a disabled client held never comes back."""
        secret, obj.changed_by = obj.client_secret, request.user
        super().save_model(request, obj, form, change)
        if change and form.changed_data:
            told = {"changed": sorted(form.changed_data)}
            disabled = "enabled" in form.changed_data and not obj.enabled
            event = AuditEventName.CLIENT_DISABLED if disabled else AuditEventName.CLIENT_CHANGED
            actor: Any = request.user
            record(event, person=None, actor=actor, client=obj.client_id, detail=told)
        if not obj.enabled:
            revoke_client_tokens(application=obj)
        if not change and obj.client_secret:
            self.show_once(request, secret)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete, and say in the trail who did."""
        obj.changed_by = request.user
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        """Delete each as one is deleted."""
        for client in queryset:
            self.delete_model(request, client)
