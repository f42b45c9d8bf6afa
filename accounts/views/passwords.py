"""The password at a JSON door: whether it is taken here, whether it is right, and the refusals as HTTP says them."""

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied, Throttled
from rest_framework.request import Request

from accounts.models import User
from accounts.serializers.doors import PasswordSerializer
from accounts.services.guessing import TooManyGuesses
from accounts.services.passwords import WrongPassword, authenticate_password
from accounts.services.registration import must_verify_first
from accounts.views.limits import limit


def refuse_where_closed() -> None:
    """Refuse (403) where people sign in through the browser only; what the caller sent is not looked at."""
    if not settings.PASSWORD_DOORS:
        way = _(
            "Passwords are not taken here. Sign in through the browser: the authorization code flow with PKCE (S256)"
            " at %(address)s, as the native client does; the manual describes it under third-party.md."
        )
        raise PermissionDenied(way % {"address": f"{settings.ISSUER}/o/authorize/"})


def user_of(request: Request) -> User:
    """Return the user whose name and password the body carries; raise the refusal that HTTP has for each fault."""
    given = PasswordSerializer(data=request.data)
    given.is_valid(raise_exception=True)
    limit(request, "login")
    try:
        user = authenticate_password(request._request, **given.validated_data)
    except WrongPassword as refused:
        raise AuthenticationFailed(_("The user name or the password is wrong.")) from refused
    except TooManyGuesses as spent:
        raise Throttled(wait=spent.retry_after) from spent
    require_verified_address(user)
    return user


def require_verified_address(user: User) -> None:
    """Refuse (403) whoever has verified no address, where the server asks for one first."""
    if must_verify_first(user):
        raise PermissionDenied(_("Verify your e-mail address first."))
