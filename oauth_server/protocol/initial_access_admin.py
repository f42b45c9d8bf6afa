"""Initial access tokens in the admin: made and shown once, then limited further or deleted."""

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.admin.moments import MOMENTS
from accounts.admin.shown_once import ShowsSecretOnce
from oauth_server.protocol.models import InitialAccessToken
from oauth_server.protocol.services import initial_access
from oauth_server.protocol.tokens.digest import digest
from oauth_server.protocol.words_field import words
from oauth_server.vocabulary import SCOPES


class InitialAccessTokenForm(forms.ModelForm[InitialAccessToken]):
    """The limits of a token."""

    scopes = words(SCOPES, label=_("Scopes"), help_text=_("The most that its clients may ever get"))


class InitialAccessTokenAdmin(ShowsSecretOnce):
    """A token that lets its holder register clients: made and shown here once, then only limited further or deleted."""

    form = InitialAccessTokenForm
    made_title = _("A new initial access token")
    formfield_overrides = MOMENTS
    list_display = ("label", "preset", "uses_left", "expires", "made_by", "created")
    list_select_related = ("made_by",)
    search_fields = ("label", "made_by__username")
    readonly_fields = ("made_by", "created")
    fields: ClassVar[tuple[str, ...]] = (
        *("label", "uses_left", "expires", "preset", "scopes", "pkce_exempt", "made_by", "created"),
    )

    def save_model(self, request: HttpRequest, obj: Any, form: forms.ModelForm[Any], change: bool) -> None:
        """Make and show the value of a new token; keep who made it."""
        if change:
            super().save_model(request, obj, form, change)
            return
        value = initial_access.new_value()
        actor: Any = request.user
        obj.digest, obj.made_by = digest(value), actor
        super().save_model(request, obj, form, change)
        initial_access.record_made(obj)
        self.show_once(request, value)
