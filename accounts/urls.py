"""First-party paths: `urlpatterns` below /api/, `root_urlpatterns` at the origin's root, `page_urlpatterns` below
/accounts/, where they stand before django-allauth's pages of the same address."""

from django.urls import path

from accounts.pages.upstream_views import begin as begin_upstream
from accounts.pages.upstream_views import connections as upstream_connections
from accounts.pages.upstream_views import finish as finish_upstream
from accounts.pages.upstream_views import sign_up as sign_up_upstream
from accounts.views.jwt import JwtRefreshView, JwtTokenView
from accounts.views.keys import KeysView, KeyView
from accounts.views.login import LoginView
from accounts.views.logout import LogoutView
from accounts.views.mfa import MfaView
from accounts.views.passkey import PasskeyView
from accounts.views.password_change import PasswordChangeView
from accounts.views.password_removal import password_removal
from accounts.views.password_reset import PasswordResetConfirmView, PasswordResetView
from accounts.views.password_set import password_set
from accounts.views.profile import ProfileView
from accounts.views.register import RegisterView
from accounts.views.set_up import activate_app, add_key, offer, recovery_codes
from accounts.views.sliding import SlidingRefreshView, SlidingTokenView
from accounts.views.token import TokenView
from accounts.views.verify import JwtBlacklistView, JwtVerifyView

urlpatterns = [
    path("token/", TokenView.as_view(), name="drf_token"),
    path("jwt/token/", JwtTokenView.as_view(), name="jwt_pair"),
    path("jwt/token/refresh/", JwtRefreshView.as_view(), name="jwt_refresh"),
    path("jwt/token/verify/", JwtVerifyView.as_view(), name="jwt_verify"),
    path("jwt/token/blacklist/", JwtBlacklistView.as_view(), name="jwt_blacklist"),
    path("jwt/sliding/", SlidingTokenView.as_view(), name="jwt_sliding"),
    path("jwt/sliding/refresh/", SlidingRefreshView.as_view(), name="jwt_sliding_refresh"),
    path("login/", LoginView.as_view(), name="api_login"),
    path("mfa/", MfaView.as_view(), name="api_mfa"),
    path("passkey/", PasskeyView.as_view(), name="api_passkey"),
    path("profile/", ProfileView.as_view(), name="profile"),
    path("password/change/", PasswordChangeView.as_view(), name="api_password_change"),
    path("password/reset/", PasswordResetView.as_view(), name="api_password_reset"),
    path("password/reset/confirm/", PasswordResetConfirmView.as_view(), name="api_password_reset_confirm"),
    path("register/", RegisterView.as_view(), name="register"),
    path("keys/", KeysView.as_view(), name="keys"),
    path("keys/<int:id>/", KeyView.as_view(), name="key"),
    path("logout/", LogoutView.as_view(), name="api_logout"),
]
root_urlpatterns = [
    path("api-token-auth/", TokenView.as_view(), name="drf_token_root"),
]
page_urlpatterns = [
    path("oidc/<slug:provider_id>/login/", begin_upstream, name="openid_connect_login"),
    path("oidc/<slug:provider_id>/login/callback/", finish_upstream, name="openid_connect_callback"),
    path("3rdparty/signup/", sign_up_upstream, name="socialaccount_signup"),
    path("3rdparty/", upstream_connections, name="socialaccount_connections"),
    path("password/remove/", password_removal, name="account_remove_password"),
    path("password/set/", password_set, name="account_set_password"),
    path("2fa/offer/", offer, name="mfa_offer"),
    path("2fa/totp/activate/", activate_app, name="mfa_activate_totp"),
    path("2fa/webauthn/add/", add_key, name="mfa_add_webauthn"),
    path("2fa/recovery-codes/", recovery_codes, name="mfa_view_recovery_codes"),
]
