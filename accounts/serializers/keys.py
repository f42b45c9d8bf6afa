"""Bodies of the keys' door: what a new key is for, and what a key's row shows (never the key)."""

from typing import Any

from rest_framework import serializers

from accounts.models import ApiKey
from accounts.services.api_keys import GRANTABLE


class NewKeySerializer(serializers.Serializer[Any]):
    """What a person asks of a new key; without `expires` it ends after the usual time."""

    name = serializers.CharField(max_length=100)
    scopes = serializers.ListField(
        child=serializers.ChoiceField(choices=[str(scope) for scope in GRANTABLE]), allow_empty=False, max_length=100
    )
    expires = serializers.DateTimeField(required=False)


class ApiKeySerializer(serializers.ModelSerializer[ApiKey]):
    """A key as its owner sees it; `hint` is its first characters."""

    class Meta:
        model = ApiKey
        fields = ("id", "name", "hint", "scopes", "created", "last_used", "expires")
