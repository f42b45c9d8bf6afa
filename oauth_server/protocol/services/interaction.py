"""What a person has to do before the request can be answered: sign in, as whom, how lately, how surely
(OpenID Connect Core section 3.1.2.3, RFC 9470 section 5)."""

from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone
from oauthlib.oauth2.rfc6749 import errors

from accounts.services.step_up import LEVELS, OFFER, page_of_second_factor
from oauth_server.protocol.services.authorization_request import AuthorizationRequest
from oauth_server.protocol.tokens.subject import subject_for
from oauth_server.vocabulary import AccessTokenFacts, OAuthError, Prompt

SIGN_IN: Final = "account_login"
SIGN_UP: Final = "account_signup"
SWITCH: Final = "account_logout"
AGAIN: Final = "account_reauthenticate"


def page_needed(
    asked: AuthorizationRequest, sign_in: AccessTokenFacts | None, *, since: datetime | None, offers: bool
) -> str | None:
    """Return the name of the page that the person is led to first; None where they have done what is asked.

    `since`: when this very browser first came with the request; None where it has not come before. `offers`: whether
    somebody without a second factor is offered to set one up. Raises CustomOAuth2Error
    `unmet_authentication_requirements` where no page leads to what is asked.
    """
    if sign_in is None:
        return SIGN_UP if Prompt.CREATE in asked.prompt else SIGN_IN
    if asked.subject is not None and asked.subject != subject_for(sign_in.user, asked.client):
        return SWITCH
    if _is_too_old(asked, sign_in, since):
        return AGAIN
    return _page_to_level(asked, sign_in, offers=offers and Prompt.NONE not in asked.prompt)


def asks_when(asked: AuthorizationRequest) -> bool:
    """Return whether it matters when the person signed in (section 3.1.2.1)."""
    return Prompt.LOGIN in asked.prompt or asked.max_age is not None


def _is_too_old(asked: AuthorizationRequest, sign_in: AccessTokenFacts, since: datetime | None) -> bool:
    """Whether `prompt=login` or `max_age` asks for a sign-in younger than this one (section 3.1.2.1)."""
    if sign_in.auth_time is None:
        return True
    if since is not None and sign_in.auth_time >= since:
        return False
    if Prompt.LOGIN in asked.prompt:
        return True
    return asked.max_age is not None and timezone.now() - sign_in.auth_time > timedelta(seconds=asked.max_age)


def _page_to_level(asked: AuthorizationRequest, sign_in: AccessTokenFacts, *, offers: bool) -> str | None:
    """Return the page of the second factor where the level most wanted is above the sign-in's and the person has one.

    A lower level will do where the request names it too, and any where it names none that is known, unless the claim
    is essential.
    """
    wanted = [level for level in asked.acr.values if level in LEVELS]
    reached = LEVELS.index(sign_in.acr) if sign_in.acr in LEVELS else -1
    if not wanted and not asked.acr.essential:
        return None
    if wanted and LEVELS.index(wanted[0]) <= reached:
        return None
    page = page_of_second_factor(sign_in.user) if wanted else None
    if page is None and not any(LEVELS.index(level) <= reached for level in wanted):
        if wanted and offers:
            return OFFER
        raise errors.CustomOAuth2Error(
            OAuthError.UNMET_AUTHENTICATION_REQUIREMENTS,
            description="The person has no second factor set up.",
        )
    return page
