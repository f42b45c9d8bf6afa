"""Providers by which people may sign in: configured here; a secret goes in, and never comes out."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import UpstreamProvider
from accounts.services.upstream import remove_provider, seal_secret


class ProviderForm(forms.ModelForm[UpstreamProvider]):
    """What to call a provider, who it is, and as whom this server comes to it."""

    secret = forms.CharField(
        label=_("Secret"),
        required=False,
        strip=False,
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("The client secret that the provider gave. It is kept sealed and never shown; empty: as it is."),
    )

    class Meta:
        model = UpstreamProvider
        fields = (
            *("name", "provider_id", "issuer", "client_id", "token_auth_method"),
            *("enabled", "opens_accounts", "trusts_addresses"),
        )

    def save(self, commit: bool = True) -> UpstreamProvider:
        """Seal a secret that was given."""
        if self.cleaned_data["secret"]:
            self.instance.sealed_secret = seal_secret(self.cleaned_data["secret"])
        row: UpstreamProvider = super().save(commit)
        return row


@admin.register(UpstreamProvider)
class UpstreamProviderAdmin(admin.ModelAdmin[UpstreamProvider]):
    """One row a provider. Identifier and issuer stay what they are: connected people are known by them."""

    form = ProviderForm
    list_display = ("name", "provider_id", "issuer", "enabled", "opens_accounts", "trusts_addresses")
    search_fields = ("name", "provider_id", "issuer")

    def get_readonly_fields(self, request: HttpRequest, obj: UpstreamProvider | None = None) -> tuple[str, ...]:
        """Let nobody move a provider's people to another issuer."""
        return () if obj is None else ("provider_id", "issuer")

    def get_fields(self, request: HttpRequest, obj: UpstreamProvider | None = None) -> Any:
        """Return the fields, with the one that a secret goes into."""
        return (*ProviderForm.Meta.fields[:4], "secret", *ProviderForm.Meta.fields[4:])

    def delete_model(self, request: HttpRequest, obj: UpstreamProvider) -> None:
        """Delete a provider with the connections by it."""
        remove_provider(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[UpstreamProvider]) -> None:
        """Delete each as one is deleted."""
        for provider in queryset:
            remove_provider(provider)
