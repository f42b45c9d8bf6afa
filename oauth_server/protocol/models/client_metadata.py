"""Client metadata beyond the toolkit's (RFC 7591 section 2, OpenID Connect Registration section 2, JARM, RFC 9701)."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _

from oauth_server.vocabulary import ApplicationType, ClientPreset, SigningAlgorithm, SubjectType, TokenFormat


def choices(words: type[StrEnum]) -> list[tuple[str, str]]:
    """Return the words of an enumeration as choices of a field."""
    return [(str(word), str(word)) for word in words]


def algorithm(*, default: str = "") -> "models.CharField[str, str]":
    """Return the field of an algorithm; empty: the answer is not signed, or the server chooses."""
    return models.CharField(max_length=16, blank=True, default=default, choices=choices(SigningAlgorithm))


class ClientMetadata(models.Model):
    """What a client is registered as. Lists are space separated; an empty text means that it was left out."""

    preset = models.CharField(_("preset"), max_length=16, blank=True, choices=choices(ClientPreset))
    application_type = models.CharField(
        max_length=8,
        blank=True,
        choices=choices(ApplicationType),
        help_text=_("Left empty: native where every redirect URI is of loopback or of a private-use scheme"),
    )
    token_endpoint_auth_method = models.CharField(max_length=32, blank=True)
    token_endpoint_auth_signing_alg = algorithm()
    jwks = models.JSONField(null=True, blank=True)
    jwks_uri = models.URLField(max_length=500, blank=True)

    token_format = models.CharField(max_length=8, blank=True, choices=choices(TokenFormat))
    dpop_bound_access_tokens = models.BooleanField(default=False)
    id_token_signed_response_alg = algorithm(default=str(SigningAlgorithm.RS256))
    userinfo_signed_response_alg = algorithm()
    introspection_signed_response_alg = algorithm()
    authorization_signed_response_alg = algorithm()
    request_object_signing_alg = algorithm()
    require_signed_request_object = models.BooleanField(default=False)
    require_pushed_authorization_requests = models.BooleanField(default=False)
    request_uris = models.TextField(blank=True)

    subject_type = models.CharField(
        max_length=8, blank=True, default=str(SubjectType.PUBLIC), choices=choices(SubjectType)
    )
    sector_identifier_uri = models.URLField(max_length=500, blank=True)
    sector = models.CharField(max_length=255, blank=True, editable=False)
    """The host that pairwise subjects are computed for (OpenID Connect Core section 8.1)."""
    default_max_age = models.PositiveIntegerField(null=True, blank=True)
    require_auth_time = models.BooleanField(default=False)
    default_acr_values = models.TextField(blank=True)
    initiate_login_uri = models.URLField(max_length=500, blank=True)
    backchannel_logout_uri = models.URLField(max_length=500, blank=True)
    backchannel_logout_session_required = models.BooleanField(default=False)

    website = models.URLField(blank=True)
    logo_uri = models.URLField(max_length=500, blank=True)
    privacy_url = models.URLField(blank=True)
    terms_url = models.URLField(blank=True)
    contacts = models.TextField(blank=True)
    software_id = models.CharField(max_length=255, blank=True)
    software_version = models.CharField(max_length=255, blank=True)

    class Meta:
        abstract = True
