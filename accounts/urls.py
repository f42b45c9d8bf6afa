"""First-party paths: `urlpatterns` below /api/, `root_urlpatterns` at the origin's root."""

from django.urls import path

from accounts.views.jwt import JwtRefreshView, JwtTokenView
from accounts.views.logout import LogoutView
from accounts.views.register import RegisterView
from accounts.views.token import TokenView

urlpatterns = [
    path("token/", TokenView.as_view(), name="drf_token"),
    path("jwt/token/", JwtTokenView.as_view(), name="jwt_pair"),
    path("jwt/token/refresh/", JwtRefreshView.as_view(), name="jwt_refresh"),
    path("register/", RegisterView.as_view(), name="register"),
    path("logout/", LogoutView.as_view(), name="api_logout"),
]
root_urlpatterns = [path("api-token-auth/", TokenView.as_view(), name="drf_token_root")]
