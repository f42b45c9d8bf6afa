"""Client metadata beyond the toolkit's (RFC 7591 section 2, OpenID Connect Registration section 2, JARM, RFC 9701)."""

from enum import StrEnum
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from oauth_server.protocol.models.preset_titles import CHOICES
from oauth_server.vocabulary import ApplicationType, SigningAlgorithm, SubjectType, TokenFormat


def choices(words: type[StrEnum]) -> list[tuple[str, str]]:
    """Return the words of an enumeration as choices of a field."""
    return [(str(word), str(word)) for word in words]


def algorithm(name: Any, *, default: str = "") -> "models.CharField[str, str]":
    """Return the field of an algorithm, by its name in words; empty: nothing is signed, or the server chooses."""
    return models.CharField(name, max_length=16, blank=True, default=default, choices=choices(SigningAlgorithm))


class ClientMetadata(models.Model):
    """What a client is registered as. Lists are space separated; an empty text means that it was left out."""

    preset = models.CharField(_("preset"), max_length=16, blank=True, choices=CHOICES)
    application_type = models.CharField(
        _("application type"),
        max_length=8,
        blank=True,
        choices=choices(ApplicationType),
        help_text=_("Left empty: native where every redirect URI is of loopback or of a private-use scheme"),
    )
    token_endpoint_auth_method = models.CharField(_("client authentication"), max_length=32, blank=True)
    token_endpoint_auth_signing_alg = algorithm(_("signature of its assertions"))
    jwks = models.JSONField(_("keys (JWK Set)"), null=True, blank=True)
    jwks_uri = models.URLField(_("address of its keys"), max_length=500, blank=True)

    token_format = models.CharField(_("token format"), max_length=8, blank=True, choices=choices(TokenFormat))
    dpop_bound_access_tokens = models.BooleanField(_("tokens bound by DPoP only"), default=False)
    id_token_signed_response_alg = algorithm(_("signature of ID tokens"), default=str(SigningAlgorithm.RS256))
    userinfo_signed_response_alg = algorithm(_("signature of userinfo"))
    introspection_signed_response_alg = algorithm(_("signature of introspection"))
    authorization_signed_response_alg = algorithm(_("signature of authorization responses"))
    request_object_signing_alg = algorithm(_("signature of request objects"))
    require_signed_request_object = models.BooleanField(_("signed request objects only"), default=False)
    require_pushed_authorization_requests = models.BooleanField(_("pushed authorization requests only"), default=False)
    request_uris = models.TextField(_("addresses of request objects"), blank=True)

    subject_type = models.CharField(
        _("subject type"), max_length=8, blank=True, default=str(SubjectType.PUBLIC), choices=choices(SubjectType)
    )
    sector_identifier_uri = models.URLField(_("address of the sector"), max_length=500, blank=True)
    sector = models.CharField(_("sector"), max_length=255, blank=True, editable=False)
    """The host that pairwise subjects are computed for (OpenID Connect Core section 8.1)."""
    default_max_age = models.PositiveIntegerField(
        _("longest time since the sign-in, in seconds"), null=True, blank=True
    )
    require_auth_time = models.BooleanField(_("is told the time of the sign-in"), default=False)
    default_acr_values = models.TextField(_("levels of authentication asked for"), blank=True)
    initiate_login_uri = models.URLField(_("address that begins a sign-in"), max_length=500, blank=True)
    backchannel_logout_uri = models.URLField(_("address of back-channel logout"), max_length=500, blank=True)
    backchannel_logout_session_required = models.BooleanField(_("is told which sign-in ended"), default=False)

    website = models.URLField(_("homepage"), blank=True)
    logo_uri = models.URLField(_("logo"), max_length=500, blank=True)
    privacy_url = models.URLField(_("privacy policy"), blank=True)
    terms_url = models.URLField(_("terms of use"), blank=True)
    contacts = models.TextField(_("contacts"), blank=True)
    software_id = models.CharField(_("software identifier"), max_length=255, blank=True)
    software_version = models.CharField(_("software version"), max_length=255, blank=True)

    class Meta:
        abstract = True
