"""The one way through every JSON door: the password, the second factor, then what the door gives."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Final

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from accounts.services.authentication_methods import PASSWORD
from accounts.services.doors import Door
from accounts.services.drf_tokens import give_token
from accounts.services.second_factor import begin_second_factor, has_second_factor
from accounts.services.token_pairs import open_browser_pair, open_pair, open_sliding
from accounts.views.browser import require_own_page, with_cookies
from accounts.views.challenges import SecondFactorRequired
from accounts.views.passwords import refuse_where_closed, user_of

Opening = Callable[[Request, User, Sequence[str]], Response]
"""Opens a door for a person who has proved who they are, by the methods named (`amr`, RFC 8176)."""


def enter(request: Request, door: Door) -> Response:
    """Answer a request that brings a user name and a password; raise the refusal that HTTP has for each fault."""
    refuse_where_closed()
    user = user_of(request)
    if has_second_factor(user):
        raise SecondFactorRequired(begin_second_factor(user=user, door=door))
    return let_in(request, door, user=user, amr=(PASSWORD,))


def let_in(request: Request, door: Door, *, user: User, amr: Sequence[str]) -> Response:
    """Answer what `door` gives to a person who has proved everything that their account asks for."""
    return OPENINGS[door](request, user, amr)


def _drf_token(request: Request, user: User, amr: Sequence[str]) -> Response:
    return Response({"token": give_token(user=user, amr=amr)})


def _pair(request: Request, user: User, amr: Sequence[str]) -> Response:
    return Response(asdict(open_pair(user=user, request=request._request, amr=amr)))


def _sliding(request: Request, user: User, amr: Sequence[str]) -> Response:
    return Response({"token": open_sliding(user=user, request=request._request, amr=amr)})


def _login(request: Request, user: User, amr: Sequence[str]) -> Response:
    require_own_page(request)  # here too: a second factor ends at this door by another address
    return with_cookies(open_browser_pair(user=user, request=request._request, amr=amr))


OPENINGS: Final[Mapping[Door, Opening]] = {
    Door.DRF_TOKEN: _drf_token,
    Door.JWT: _pair,
    Door.SLIDING: _sliding,
    Door.LOGIN: _login,
}
"""One line a door."""
