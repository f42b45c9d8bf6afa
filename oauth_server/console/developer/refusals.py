"""What the rules of a client refuse, put beside the field that it is about."""

from collections.abc import Mapping
from typing import Final

from django import forms
from django.core.exceptions import ValidationError

from oauth_server.console.developer.reasons import in_words

ELSEWHERE: Final[Mapping[str, tuple[str, ...]]] = {
    "jwks": ("jwks", "require_signed_request_object"),
    "subject_type": ("redirect_uris",),
    "sector_identifier_uri": ("redirect_uris",),
    "application_type": ("redirect_uris",),
}
"""Where the reason of a column stands whose field has another name."""


def put_beside(form: forms.Form, refused: ValidationError) -> None:
    """Add each reason to the field that it is about, or to the form where it has none."""
    for column, messages in refused.message_dict.items():
        fields = (*ELSEWHERE.get(column, ()), column)
        field = next((name for name in fields if name in form.fields), None)
        for message in messages:
            form.add_error(field, in_words(message))
