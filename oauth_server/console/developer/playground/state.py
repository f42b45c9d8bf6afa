"""What the playground remembers: in the browser's session, which is sealed, and for the one sign-in that began it."""

from typing import Any, Final

from django.http import HttpRequest

from accounts.services.sign_in import sign_in_of

KEY: Final = "playground"


def remembered(request: HttpRequest) -> dict[str, Any]:
    """Return what this sign-in left; nothing of one before in the same browser."""
    kept: Any = request.session.get(KEY)
    sign_in = sign_in_of(request)
    if not isinstance(kept, dict) or sign_in is None or kept.get("sid") != str(sign_in.sid):
        return {}
    return kept


def remember(request: HttpRequest, **members: Any) -> None:
    """Keep members beside what is kept."""
    sign_in = sign_in_of(request)
    if sign_in is not None:
        request.session[KEY] = {**remembered(request), **members, "sid": str(sign_in.sid)}


def forget(request: HttpRequest) -> None:
    """Keep nothing."""
    request.session.pop(KEY, None)
