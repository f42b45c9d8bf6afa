"""Bodies of the first-party doors: what must be there, and no password trimmed (OWASP ASVS 5.0 section 6.2)."""

from typing import Any

from rest_framework import serializers

from accounts.validators import LONGEST_PASSWORD


class PasswordSerializer(serializers.Serializer[Any]):
    """Name or verified address, and password."""

    username = serializers.CharField(source="login", max_length=254)
    password = serializers.CharField(trim_whitespace=False, max_length=LONGEST_PASSWORD)


class RegistrationSerializer(serializers.Serializer[Any]):
    """A new account; whatever else the body holds has no effect."""

    username = serializers.CharField(max_length=150)
    email = serializers.CharField(max_length=254)
    password = serializers.CharField(trim_whitespace=False, max_length=LONGEST_PASSWORD)


class RefreshSerializer(serializers.Serializer[Any]):
    """A refresh token."""

    refresh = serializers.CharField()


class LogoutSerializer(serializers.Serializer[Any]):
    """The refresh token that goes with the credential, if there is one."""

    refresh = serializers.CharField(required=False)
