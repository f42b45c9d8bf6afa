"""Bodies of /api/mfa/ and /api/passkey/: a challenge and one answer to it."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.services.doors import Door

LONGEST_CHALLENGE: Final = 128
LONGEST_CODE: Final = 64


class SecondFactorSerializer(serializers.Serializer[Any]):
    """A code, of an authenticator app or a recovery code, or the answer of a passkey (WebAuthn, as JSON)."""

    challenge = serializers.CharField(max_length=LONGEST_CHALLENGE)
    code = serializers.CharField(max_length=LONGEST_CODE, required=False)
    credential = serializers.DictField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Ask for exactly one answer: two would be two tries for one."""
        if ("code" in attrs) == ("credential" in attrs):
            raise serializers.ValidationError(_("Send either a code or a credential."))
        return attrs


class PasskeyBeginSerializer(serializers.Serializer[Any]):
    """The door that the passkey is to open."""

    door = serializers.ChoiceField(choices=[str(door) for door in Door], default=str(Door.JWT))


class PasskeySerializer(serializers.Serializer[Any]):
    """The answer of a passkey (WebAuthn, as JSON)."""

    challenge = serializers.CharField(max_length=LONGEST_CHALLENGE)
    credential = serializers.DictField()
