"""The authorization endpoint (RFC 6749 section 3.1, OpenID Connect Core section 3.1.2, RFC 9207)."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from oauthlib.oauth2.rfc6749 import errors

from accounts.services.sign_in import sign_in_of
from oauth_server.protocol.endpoints.pages import error_page
from oauth_server.protocol.services import authorization_request, consent, posted_request, stored_requests
from oauth_server.protocol.services.authorization_code import issue_code
from oauth_server.protocol.services.authorization_request import AuthorizationRequest
from oauth_server.protocol.services.redirect_uris import with_parameters
from oauth_server.vocabulary import AccessTokenFacts, OAuthError, Prompt


@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def authorize(request: HttpRequest) -> HttpResponse:
    """Validate, sign in, ask for consent, and answer by redirect; an error without a safe address is a page."""
    if request.method == "POST":
        return posted_request.see_other_with_parameters(request)
    form = posted_request.parameters(request)
    addressed: AuthorizationRequest | None = None
    try:
        request_uri = form.get("request_uri", "")
        if request_uri.startswith(stored_requests.PREFIX):
            addressed = stored_requests.load(request_uri, form.get("client_id"))
            return _answer(request, addressed, form, request_uri)
        addressed = authorization_request.addressed(form)
        return _answer(request, authorization_request.validated(addressed, form), form, None)
    except errors.FatalClientError as error:
        return _page(request, error)
    except errors.OAuth2Error as error:
        if addressed is None:
            return _page(request, error)
        return _redirect_error(addressed, error.error, error.description)


def _answer(
    request: HttpRequest, asked: AuthorizationRequest, form: QueryDict, request_uri: str | None
) -> HttpResponse:
    silent_only = Prompt.NONE in asked.prompt
    sign_in = sign_in_of(request)
    if sign_in is None or _is_too_old(asked, sign_in):
        if silent_only:
            return _redirect_error(asked, OAuthError.LOGIN_REQUIRED)
        page = _sign_in_page(asked, signed_in=sign_in is not None)
        return _to_page(page, asked, request_uri or stored_requests.store(asked, form))
    if str(sign_in.sid) in asked.decisions:
        decided = asked.decisions[str(sign_in.sid)]
        if decided is None:
            stored_requests.spend(asked)
            return _redirect_error(asked, OAuthError.ACCESS_DENIED)
        scope = asked.scope & frozenset(decided.split())
    elif _asks(asked) or not consent.is_silent(user_id=sign_in.user.pk, client=asked.client, scope=asked.scope):
        if silent_only:
            return _redirect_error(asked, OAuthError.CONSENT_REQUIRED)
        return _to_page("consent", asked, request_uri or stored_requests.store(asked, form))
    else:
        scope = asked.scope
    if not stored_requests.spend(asked):
        raise errors.InvalidRequestFatalError(description=_("This sign-in was finished already."))
    return _redirect(asked, {"code": issue_code(request=asked, sign_in=sign_in, scope=scope)})


def _is_too_old(asked: AuthorizationRequest, sign_in: AccessTokenFacts) -> bool:
    """Whether `prompt=login` or `max_age` asks for a sign-in younger than this one (section 3.1.2.1)."""
    if sign_in.auth_time is None:
        return True
    if asked.stored_at is not None and sign_in.auth_time >= asked.stored_at:
        return False
    if Prompt.LOGIN in asked.prompt:
        return True
    return asked.max_age is not None and timezone.now() - sign_in.auth_time > timedelta(seconds=asked.max_age)


def _asks(asked: AuthorizationRequest) -> bool:
    """Whether the request wants the person to be asked, whatever is remembered."""
    return bool(asked.prompt & {Prompt.CONSENT, Prompt.SELECT_ACCOUNT})


def _sign_in_page(asked: AuthorizationRequest, *, signed_in: bool) -> str:
    if signed_in:
        return "account_reauthenticate"
    return "account_signup" if Prompt.CREATE in asked.prompt else "account_login"


def _to_page(name: str, asked: AuthorizationRequest, request_uri: str) -> HttpResponse:
    if name == "consent":
        return HttpResponseRedirect(f"{reverse(name)}?{urlencode({'request_uri': request_uri})}")
    query = {"next": stored_requests.path_of(request_uri, asked.client.client_id)}
    if hint := asked.parameters.get("login_hint"):
        query["login"] = hint
    return HttpResponseRedirect(f"{reverse(name)}?{urlencode(query)}")


def _redirect_error(asked: AuthorizationRequest, error: str, description: str | None = None) -> HttpResponse:
    return _redirect(asked, {"error": error} | ({"error_description": description} if description else {}))


def _redirect(asked: AuthorizationRequest, parameters: dict[str, str]) -> HttpResponse:
    """Send the response's parameters to the redirect URI, with `state` and `iss` (RFC 9207 section 2)."""
    state = {"state": asked.state} if asked.state is not None else {}
    response = HttpResponse(status=302)
    response["Location"] = with_parameters(asked.redirect_uri, parameters | state | {"iss": settings.ISSUER})
    response["Referrer-Policy"] = "no-referrer"
    return response


def _page(request: HttpRequest, error: errors.OAuth2Error) -> HttpResponse:
    return error_page(
        request,
        title=_("This sign-in cannot go on"),
        explanation=_("The application that sent you here made a request that this server does not accept."),
        error=error.error,
        description=error.description,
    )
