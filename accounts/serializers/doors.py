"""Bodies of the first-party doors: what must be there, and no password trimmed (OWASP ASVS 5.0 section 6.2)."""

import re
from typing import Any, Final

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.models import User
from accounts.validators import LONGEST_PASSWORD

LANGUAGE_TAG: Final = RegexValidator(
    re.compile(r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*\Z"), _("A language has the form of en or pt-BR (BCP 47).")
)

PHONE_NUMBER: Final = RegexValidator(
    re.compile(r"^\+[1-9][0-9 ]{4,30}\Z"), _("A telephone number has the form of +1 604 555 1234 (E.164).")
)


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


class TokenSerializer(serializers.Serializer[Any]):
    """A token of any kind."""

    token = serializers.CharField()


class LogoutSerializer(serializers.Serializer[Any]):
    """The refresh token that goes with the credential, if there is one."""

    refresh = serializers.CharField(required=False)


class ProfileSerializer(serializers.ModelSerializer[User]):
    """What a person says of themselves; the name, the address and what was given to them is not theirs to write."""

    class Meta:
        model = User
        fields = (
            "username",
            "email",
            "email_verified",
            "first_name",
            "last_name",
            "locale",
            "phone_number",
            "postal_address",
        )
        read_only_fields = ("username", "email", "email_verified")
        extra_kwargs = {
            "locale": {"validators": [LANGUAGE_TAG], "max_length": 35},
            "phone_number": {"validators": [PHONE_NUMBER], "max_length": 32},
            "postal_address": {"max_length": 500},
        }


class PasswordChangeSerializer(serializers.Serializer[Any]):
    """The password that is known and the one that comes."""

    old_password = serializers.CharField(trim_whitespace=False, max_length=LONGEST_PASSWORD)
    new_password = serializers.CharField(trim_whitespace=False, max_length=LONGEST_PASSWORD)
    keep_connected = serializers.BooleanField(default=False)


class PasswordResetSerializer(serializers.Serializer[Any]):
    """The address of whoever forgot their password."""

    email = serializers.EmailField(max_length=254)


class PasswordResetConfirmSerializer(serializers.Serializer[Any]):
    """What the link in the mail says, and the password that comes."""

    uid = serializers.CharField(max_length=64)
    token = serializers.CharField(max_length=200)
    new_password = serializers.CharField(trim_whitespace=False, max_length=LONGEST_PASSWORD)
