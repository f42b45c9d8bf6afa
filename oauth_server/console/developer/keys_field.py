"""A JWK Set that is pasted: parsed, held to what a client may have, and kept without what is not a key's."""

import json
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError

from oauth_server.console.developer.reasons import in_words
from oauth_server.protocol.services.registration_metadata import MetadataRefused, read
from oauth_server.protocol.tokens import client_jwks

LONGEST: Final = 64 * 1024
_SHAPE: Final = "A JWK Set is an object with a list of keys."


class JwksField(forms.CharField):
    """A JWK Set as JSON text; cleaned to what is kept of it, None where it is left out."""

    widget = forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "class": "mono"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=LONGEST, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Return the text of what is kept."""
        return json.dumps(value, indent=2) if isinstance(value, dict) else value

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Return what is shown again of what was sent: nothing where it may hold a private key."""
        shown = super().bound_data(data, initial)
        return "" if any(f'"{member}"' in str(shown) for member in client_jwks.SECRET_MEMBERS) else shown

    def clean(self, value: Any) -> Any:
        """Return the JWK Set; raise ValidationError, which repeats nothing of it."""
        text = super().clean(value)
        if not text:
            return None
        try:
            jwks = read({"jwks": json.loads(text)})["jwks"]
            client_jwks.check(jwks)
        except (ValueError, RecursionError, MetadataRefused) as refused:
            reason = str(refused) if isinstance(refused, client_jwks.JwksRefused) else _SHAPE
            raise ValidationError(in_words(reason), code="jwks") from None
        return jwks

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare what is shown."""
        return super().has_changed(self.prepare_value(initial), data)
