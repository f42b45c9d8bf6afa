"""The caller's own credential, anew, after a change that ended the one it came with (contract: The one switch)."""

from collections.abc import Mapping
from dataclasses import asdict

from django.utils.translation import gettext as _
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from accounts.services import token_pairs
from accounts.services.sign_in import keep_browser_session
from accounts.tokens import cookies, drf_token, jwt_claims
from accounts.tokens.browser_session import SID
from accounts.tokens.jwt_classes import SLIDING
from accounts.views.presented import header_of, presented
from oauth_server.vocabulary import CredentialKind, TokenRefused


def fresh(request: Request, user: User, said: Mapping[str, str]) -> Response:
    """Return `said` with a new token of the caller's kind; a browser keeps its session, its cookies are set anew."""
    credential = presented(request)
    if credential.kind == CredentialKind.DRF_TOKEN:
        return Response({**said, "token": drf_token.issue(user)})
    if credential.session_id is None:
        return Response({**said})
    if request._request.session.get(SID) == str(credential.sid):
        keep_browser_session(request._request, user)
    try:
        return _tokens(request, user, credential.session_id, said)
    except TokenRefused as ended:
        raise AuthenticationFailed(_("The sign-in has ended.")) from ended


def _tokens(request: Request, user: User, session_id: int, said: Mapping[str, str]) -> Response:
    header, is_token = header_of(request), presented(request).kind == CredentialKind.JWT
    if header is not None and jwt_claims.stated_type(header.partition(" ")[2].strip()) == SLIDING:
        return Response({**said, "token": token_pairs.renew_sliding(user=user, session_id=session_id)})
    if not is_token and not token_pairs.has_tokens(session_id=session_id):
        return Response({**said})
    pair = token_pairs.renew_pair(user=user, session_id=session_id)
    answer = Response({**said, **asdict(pair)} if is_token else {**said})
    if header is None:
        cookies.put(answer, pair)
    return answer
