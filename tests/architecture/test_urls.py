"""Every address of the server, so that none appears unseen (OWASP ASVS 5.0 section 13.2)."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

ADDRESSES = r"""
/
.well-known/change-password
.well-known/jwks.json
.well-known/oauth-authorization-server
.well-known/oauth-protected-resource
.well-known/oauth-protected-resource/api
.well-known/oauth-protected-resource/mcp
.well-known/openid-configuration
account/
account/access/
account/access/<slug:name>/
account/access/end/
account/access/ended/
account/access/not-me/
account/activity/
account/keys/new/
account/delete/
account/delete/keep/<str:key>/
account/export/
accounts/2fa/
accounts/2fa/authenticate/
accounts/2fa/offer/
accounts/2fa/reauthenticate/
accounts/2fa/recovery-codes/
accounts/2fa/recovery-codes/download/
accounts/2fa/recovery-codes/generate/
accounts/2fa/totp/activate/
accounts/2fa/totp/deactivate/
accounts/2fa/webauthn/
accounts/2fa/webauthn/add/
accounts/2fa/webauthn/keys/<int:pk>/edit/
accounts/2fa/webauthn/keys/<int:pk>/remove/
accounts/2fa/webauthn/login/
accounts/2fa/webauthn/reauthenticate/
accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$
accounts/3rdparty/
accounts/3rdparty/login/cancelled/
accounts/3rdparty/login/error/
accounts/3rdparty/signup/
accounts/confirm-email/
accounts/email/
accounts/inactive/
accounts/login/
accounts/login/code/
accounts/login/code/confirm/
accounts/logout/
accounts/oidc/<slug:provider_id>/login/
accounts/oidc/<slug:provider_id>/login/callback/
accounts/password/change/
accounts/password/remove/
accounts/password/reset/
accounts/password/reset/done/
accounts/password/reset/key/done/
accounts/password/set/
accounts/reauthenticate/
accounts/sessions/
accounts/signup/
api-token-auth/
api/
api/^(?P<rest>(?s:.*)/)\Z
api/admin-content/
api/hr-content/
api/jwt/sliding/
api/jwt/sliding/refresh/
api/jwt/token/
api/jwt/token/blacklist/
api/jwt/token/refresh/
api/keys/
api/keys/<int:id>/
api/jwt/token/verify/
api/login/
api/logout/
api/manager-content/
api/mfa/
api/passkey/
api/password/change/
api/password/reset/
api/password/reset/confirm/
api/profile/
api/protected/
api/register/
api/schema/
api/status/
api/token/
api/v1/announcements/
api/v1/announcements/<int:id>/
api/v1/employees/
api/v1/employees/<int:id>/
api/v1/reports/
api/v1/reports/<int:id>/
api/v1/todo/
api/v1/todo/<int:id>/
api/v1/users/
api/v1/users/<int:id>/
api/whoami/
consent/
developer/
developer/<str:client_id>/
developer/<str:client_id>/branding/
developer/<str:client_id>/credentials/
developer/<str:client_id>/danger/
developer/<str:client_id>/scopes/
developer/check/
developer/new/
developer/new/<str:kind>/
developer/<str:client_id>/activity/
developer/<str:client_id>/logout-test/
developer/<str:client_id>/quickstart/
developer/playground/
developer/playground/callback/
device
docs/
docs/acting/
docs/acting/end/
docs/try/
live
logos/<str:digest>
mcp
o/authorize/
o/device-authorization/
o/device/
o/introspect/
o/logout/
o/logout/confirm/
o/par/
o/register/
o/register/<str:client_id>/
o/revoke_token/
o/token/
o/userinfo/
preferences/
ready
"""


def _addresses(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _addresses(entry, path)
        elif isinstance(entry, URLPattern):
            yield path or "/"


def test_the_addresses_are_those_of_the_list() -> None:
    found = [path for path in _addresses(get_resolver()) if not path.startswith("admin/")]
    assert sorted({*found}) == sorted(ADDRESSES.split())  # some of ours stand before allauth's own
