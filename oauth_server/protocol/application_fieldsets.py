"""The page of an application in the admin: what is decided about it, what it is, and, folded away, how it speaks."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _


def _folded(title: Any, *fields: str) -> Any:
    return title, {"fields": fields, "classes": ("collapse",)}


FIELDSETS: Final[Any] = (
    (None, {"fields": ("name", "client_id", "user", "preset", "client_type", "registration_source")}),
    (
        _("Decided by administrators"),
        {
            "fields": (
                *("enabled", "paused", "approval", "approval_reason", "hosts_verified"),
                *("cap_scopes", "cap_roles"),
            )
        },
    ),
    (
        _("What it may do"),
        {"fields": ("scopes", "grant_types", "redirect_uris", "skip_authorization", "pkce_exempt", "introspects")},
    ),
    (_("What people read of it"), {"fields": ("website", "logo_uri", "privacy_url", "terms_url", "contacts")}),
    _folded(
        _("How it proves itself"),
        *("token_endpoint_auth_method", "token_endpoint_auth_signing_alg", "jwks", "jwks_uri", "secret_expires"),
    ),
    _folded(
        _("Its tokens"),
        *("token_format", "dpop_bound_access_tokens", "access_token_lifetime", "refresh_idle_lifetime"),
        *("refresh_absolute_lifetime", "id_token_signed_response_alg", "userinfo_signed_response_alg"),
        *("introspection_signed_response_alg", "subject_type", "sector_identifier_uri", "sector"),
    ),
    _folded(
        _("Its requests"),
        *("application_type", "allowed_origins", "require_pushed_authorization_requests"),
        *("require_signed_request_object", "request_object_signing_alg", "request_uris"),
        *("authorization_signed_response_alg", "default_max_age", "require_auth_time", "default_acr_values"),
        "initiate_login_uri",
    ),
    _folded(
        _("Signing out"),
        *("post_logout_redirect_uris", "backchannel_logout_uri", "backchannel_logout_session_required"),
    ),
    _folded(
        _("Its registration"),
        *("created", "updated", "unused_until", "cimd_expires_at", "software_id", "software_version"),
    ),
)
