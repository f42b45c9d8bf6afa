"""The few questions of a registration; which of them are asked, the kind of the application decides."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from oauth_server.console.developer.fields import AddressField, NameField, OriginsField, RedirectUrisField, ScopesField
from oauth_server.console.developer.keys_field import JwksField
from oauth_server.console.developer.rows import GrowingForm
from oauth_server.console.developer.scopes_offered import is_machine, least, offered, ticked
from oauth_server.console.developer.uris import redirect_fault
from oauth_server.protocol.models.presets import PRESETS, PUBLIC
from oauth_server.protocol.services.clients import Registration
from oauth_server.vocabulary import ClientAuthMethod, ClientPreset, Scope


class WizardForm(GrowingForm):
    """A new application of one kind."""

    name = NameField(help_text=_("People read it when they are asked to agree. Use the name that they know."))
    website = AddressField(
        "website",
        label=_("Homepage (optional)"),
        help_text=_("People can look there at whom they are about to trust."),
    )
    redirect_uris = RedirectUrisField()
    allowed_origins = OriginsField(
        label=_("Origins (optional)"),
        help_text=_("Pages that may call this server from the browser. Left empty: those of the redirect URIs."),
    )
    jwks_uri = AddressField(
        "jwks_uri",
        max_length=500,
        label=_("Address of its public keys"),
        help_text=_("A JWK Set that your server publishes. Give this, or the keys themselves below."),
    )
    jwks = JwksField(
        label=_("Public keys"), help_text=_("A JWK Set: public keys only. A private key is never asked for.")
    )

    def __init__(self, *args: Any, preset: ClientPreset, owner: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.preset, chosen = preset, PRESETS[preset]
        own: Any = self.fields["redirect_uris"]
        own.fault = redirect_fault(preset)
        if not chosen.redirects:
            del self.fields["redirect_uris"]
        if preset != ClientPreset.SINGLE_PAGE:
            del self.fields["allowed_origins"]
        if chosen.methods[0] != ClientAuthMethod.PRIVATE_KEY_JWT:
            del self.fields["jwks_uri"], self.fields["jwks"]
        if is_machine(preset):
            self.fields["name"].help_text = _("You and the administrators read it.")
            self.fields["website"].help_text = _("Administrators can look there at what it is for.")
        self.fields["scopes"] = ScopesField(offered(preset, owner=owner), least=least(preset), initial=ticked(preset))

    def registration(self) -> Registration:
        """Return what was asked for, the kind choosing the rest."""
        cleaned = self.cleaned_data
        keys = {name: cleaned[name] for name in ("jwks", "jwks_uri") if cleaned.get(name)}
        return Registration(
            cleaned["name"],
            public=PRESETS[self.preset].client_types[0] == PUBLIC,
            redirect_uris=cleaned.get("redirect_uris", ()),
            allowed_origins=cleaned.get("allowed_origins", ()),
            scopes=tuple(Scope(word) for word in cleaned["scopes"].split()),
            preset=self.preset,
            metadata={"website": cleaned["website"], **keys},
        )


def kinds_offered() -> tuple[ClientPreset, ...]:
    """Return the kinds that the wizard begins with; FAPI is a choice on the page of web applications."""
    return tuple(kind for kind in ClientPreset if kind != ClientPreset.FAPI)
