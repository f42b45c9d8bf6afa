"""The form of the profile page; what may stand in a field is said by the serializer of /api/profile/ alone."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.serializers.doors import ProfileSerializer

_ADDRESS_LINES = {"rows": 4, "autocomplete": "street-address"}


class ProfileForm(forms.ModelForm[User]):
    """Names, telephone number, postal address, language and theme."""

    class Meta:
        model = User
        fields = ("first_name", "last_name", "phone_number", "postal_address", "locale", "theme")
        labels = {"first_name": _("First name"), "last_name": _("Last name"), "phone_number": _("Telephone number")}
        labels |= {"postal_address": _("Postal address"), "locale": _("Language"), "theme": _("Theme")}
        help_texts = {"phone_number": _("With the country's code, such as +1 604 555 1234.")}
        widgets = {
            "first_name": forms.TextInput(attrs={"autocomplete": "given-name"}),
            "last_name": forms.TextInput(attrs={"autocomplete": "family-name"}),
            "phone_number": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
            "postal_address": forms.Textarea(attrs=_ADDRESS_LINES),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        languages = dict(settings.LANGUAGES)
        kept = {self.instance.locale: self.instance.locale} if self.instance.locale not in ("", *languages) else {}
        choices = [("", _("As the browser")), *languages.items(), *kept.items()]
        self.fields["locale"] = forms.ChoiceField(choices=choices, required=False, label=_("Language"))
        themes = [("", _("As the browser")), *User._meta.get_field("theme").flatchoices]
        self.fields["theme"] = forms.ChoiceField(choices=themes, required=False, label=_("Theme"))

    def clean_postal_address(self) -> str:
        """Return the lines as JSON has them: browsers send CR LF."""
        address: str = self.cleaned_data["postal_address"]
        return address.replace("\r\n", "\n")

    def clean(self) -> dict[str, Any]:
        """Hold what is left to the rules of the JSON door."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "theme"}
        checked = ProfileSerializer(self.instance, data=given, partial=True)
        if not checked.is_valid():
            for name, faults in checked.errors.items():
                self.add_error(name, [str(fault) for fault in faults])
        return self.cleaned_data

    def _post_clean(self) -> None:
        """Leave the row alone: `accounts.services.profile` compares with it, and writes."""
