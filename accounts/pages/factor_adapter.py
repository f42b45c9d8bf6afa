"""django-allauth's second factors by our rules: seeds sealed at rest, ISSUER as the relying party, random handles."""

from typing import Any, Final

from allauth.mfa.adapter import DefaultMFAAdapter
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.one_time_codes import SeedUnreadable
from accounts.services.passkeys import keys_of, relying_party
from accounts.tokens import sealed

PURPOSE: Final = "second factor"


class FactorAdapter(DefaultMFAAdapter):
    """Where django-allauth asks, our rules answer. A public key is no secret and stays in clear."""

    def encrypt(self, text: str) -> str:
        """Return the seed of an authenticator app or of recovery codes as its row keeps it."""
        return sealed.seal(PURPOSE, text.encode())

    def decrypt(self, encrypted_text: str) -> str:
        """Return the seed; raise SeedUnreadable: an empty one would make codes that anybody can compute."""
        opened = sealed.open_sealed(PURPOSE, encrypted_text)
        if opened is None:
            raise SeedUnreadable
        return opened.decode()

    def generate_authenticator_name(self, user: User, kind: str) -> str:
        """Return the name that a key has until its owner gives it another."""
        return _("Key %(number)d") % {"number": len(keys_of(user)) + 1}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return the relying party, whatever host the request names."""
        return relying_party()

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        """Return what a passkey keeps of its owner: the subject, never the primary key (WebAuthn section 14.6.1)."""
        return {
            "id": user.subject.bytes,
            "display_name": user.get_full_name() or user.username,
            "name": user.username,
        }
