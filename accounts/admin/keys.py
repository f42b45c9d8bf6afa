"""API keys in the administration: service keys are made here and shown once, every key can be looked at and ended."""

from typing import Any, Final

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.admin.filters import SetFilter
from accounts.admin.moments import MOMENTS, NamedMoment
from accounts.admin.reach import administrator, within_reach
from accounts.admin.shown_once import ShowsSecretOnce
from accounts.models import ApiKey
from accounts.services.api_keys import GRANTABLE, LIFETIME, KeyRefused, check_end, create_service_key, revoke_keys
from oauth_server.vocabulary import SCOPES


def _usual_end() -> Any:
    return timezone.now() + LIFETIME


class ServiceKeyForm(forms.ModelForm[ApiKey]):
    """What a service key is for, what it may do, and until when."""

    scopes = forms.MultipleChoiceField(
        label=_("Scopes"),
        choices=lambda: [(str(scope), f"{scope}: {gettext(SCOPES[scope].text)}") for scope in GRANTABLE],
        widget=forms.CheckboxSelectMultiple,
    )
    expires = forms.SplitDateTimeField(label=_("Expires"), initial=_usual_end, widget=NamedMoment)

    class Meta:
        model = ApiKey
        fields = ("name", "scopes", "expires")

    def clean_expires(self) -> Any:
        """Return the end; raise ValidationError where no key may have it."""
        expires = self.cleaned_data["expires"]
        try:
            check_end(expires)
        except KeyRefused as refused:
            raise forms.ValidationError(str(refused)) from refused
        return expires


SHOWN: Final = ("name", "hint", "user", "may", "created", "last_used", "expires", "revoked_at")


@admin.register(ApiKey)
class ApiKeyAdmin(ShowsSecretOnce):
    """Keys by their hints; a key itself is shown on the page that answers its making, and nowhere after."""

    form = ServiceKeyForm
    made_title = _("A new service key")
    formfield_overrides = MOMENTS
    list_display = ("name", "hint", "user", "may", "last_used", "expires", "revoked_at")
    list_select_related = ("user",)
    list_filter = (("user", SetFilter), ("revoked_at", SetFilter))
    search_fields = ("name", "hint", "user__username")
    actions = ("revoke",)

    readonly_fields = ("may",)

    @admin.display(description=_("scopes"))
    def may(self, key: ApiKey) -> str:
        """Return what it may do."""
        return ", ".join(key.scopes)

    def get_fields(self, request: HttpRequest, obj: ApiKey | None = None) -> Any:
        """Return what is asked for a new key, or what is shown of one."""
        return ServiceKeyForm.Meta.fields if obj is None else SHOWN

    def has_change_permission(self, request: HttpRequest, obj: ApiKey | None = None) -> bool:
        """A key is never edited: it could only be widened."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ApiKey | None = None) -> bool:
        """A key is ended; its row goes by `purge`."""
        return False

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        """Whoever may change keys may end them."""
        return bool(request.user.has_perm("accounts.change_apikey"))

    def save_model(self, request: HttpRequest, obj: ApiKey, form: Any, change: bool) -> None:
        """Make a service key, and show it."""
        row, key = create_service_key(
            name=obj.name, scopes=form.cleaned_data["scopes"], expires=obj.expires, by=administrator(request)
        )
        vars(obj).update(vars(row))
        self.show_once(request, key)

    @admin.action(description=_("End the selected keys"), permissions=["revoke"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[ApiKey]) -> None:
        """End keys, people's too; a superuser's for superusers."""
        ended = revoke_keys(keys=within_reach(request, queryset), by=administrator(request))
        messages.success(request, _("Keys ended: %(number)s.") % {"number": ended})
