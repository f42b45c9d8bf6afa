"""The form of a new API key: a name, what it may do, and until when."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import ApiKey
from accounts.services.api_keys import GRANTABLE, live_keys
from oauth_server.vocabulary import SCOPES, AccessTokenFacts, CredentialKind
from resources.policy import scope_today
from resources.principal import Principal

LIFETIMES: Final = (
    (7, _("7 days")),
    (30, _("30 days")),
    (90, _("90 days")),
    (365, _("one year")),
)
USUAL: Final = 30
_NAME_LENGTH: Final = ApiKey._meta.get_field("name").max_length


def offered(sign_in: AccessTokenFacts) -> list[tuple[str, str]]:
    """Return the scopes that open something to this person today, each with its text: no key reaches further."""
    person = Principal.from_facts(CredentialKind.SESSION, sign_in)
    return [(str(scope), str(_(SCOPES[scope].text))) for scope in GRANTABLE if scope_today(scope, person)[0]]


class NewKeyForm(forms.Form):
    """What a person says of a key that they want."""

    name = forms.CharField(
        label=_("Name"), max_length=_NAME_LENGTH, help_text=_("What is it for? So that you know it again in a year.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one: a key that may do nothing is of no use.")},
    )
    days = forms.TypedChoiceField(
        label=_("It ends after"), choices=LIFETIMES, coerce=int, initial=USUAL, widget=forms.RadioSelect
    )

    def __init__(self, sign_in: AccessTokenFacts, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.user = sign_in.user
        field: Any = self.fields["scopes"]
        field.choices = offered(sign_in)

    def clean_name(self) -> str:
        """Return the name; refuse one that a key of this person has, which a form that is sent twice would make."""
        name: str = self.cleaned_data["name"]
        if live_keys(self.user).filter(name=name).exists():
            raise forms.ValidationError(_("You have a key of this name already. Choose another, or revoke that one."))
        return name
