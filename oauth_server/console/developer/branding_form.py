"""How people see an application: name, logo, and where they can read who makes it."""

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from oauth_server.console.developer.fields import AddressField, NameField
from oauth_server.protocol.models import Application

MOST_CONTACTS: Final = 5


class ContactsField(forms.CharField):
    """E-mail addresses, one a line; cleaned to the words of a column."""

    def clean(self, value: Any) -> str:
        """Refuse what is no address."""
        found = str(super().clean(value)).replace(",", " ").split()
        if len(found) > MOST_CONTACTS:
            raise ValidationError(_("At most %(most)d are kept.") % {"most": MOST_CONTACTS}, code="most")
        for address in found:
            validate_email(address)
        return " ".join(dict.fromkeys(found))


class BrandingForm(forms.Form):
    """The third tab, but for the picture."""

    name = NameField(help_text=_("People read it when they are asked to agree. Use the name that they know."))
    website = AddressField("website", label=_("Homepage"), help_text=_("Shown beside the name when people agree."))
    privacy_url = AddressField(
        "privacy_url", label=_("Privacy policy"), help_text=_("What you do with what you learn of people.")
    )
    terms_url = AddressField("terms_url", label=_("Terms of service"), help_text=_("What people agree to with you."))
    contacts = ContactsField(
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        label=_("Contacts"),
        help_text=_("E-mail addresses for this server's administrators, one a line. People do not see them."),
    )
    logo_uri = AddressField(
        "logo_uri",
        max_length=500,
        label=_("Address of the logo"),
        help_text=_("This server fetches it and shows its own copy. An uploaded picture goes before it."),
    )

    def __init__(self, data: Any = None, *, application: Application) -> None:
        kept = {name: getattr(application, name) for name in self.base_fields}
        super().__init__(data, initial={**kept, "contacts": "\n".join(application.contacts.split())})

    def columns(self) -> dict[str, Any]:
        """Return the columns of the row."""
        return dict(self.cleaned_data)


class LogoForm(forms.Form):
    """A picture to upload."""

    picture = forms.FileField(
        label=_("Picture"),
        help_text=_("PNG, JPEG, WebP or GIF, at most 256 KiB and 2048 pixels a side; square looks best."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp,image/gif"}),
    )
