"""The toolkit's hooks, delegating to our own functions, so that its decorators and mixins obey the same rules."""

from typing import Any

from django.utils import timezone
from oauth2_provider.models import AbstractAccessToken
from oauth2_provider.oauth2_validators import OAuth2Validator

from oauth_server.protocol.models import AccessToken, Application
from oauth_server.protocol.scopes import wire
from oauth_server.protocol.tokens.digest import digest
from oauth_server.protocol.tokens.verify import verify_access_token
from oauth_server.vocabulary import TokenRefused


class RequestValidator(OAuth2Validator):
    """Answers for bearer tokens; the grants of the token endpoint never come this way."""

    def validate_bearer_token(self, token: str, scopes: list[str], request: Any) -> bool:
        """Return whether the token stands and holds every scope; fill the request as the toolkit's views expect."""
        try:
            facts = verify_access_token(token, request)
        except TokenRefused:
            return False
        if not set(scopes or ()) <= (facts.scopes or frozenset()):
            return False
        request.user = facts.user
        request.scopes = scopes
        request.client = Application.objects.get_by_natural_key(facts.client_id or "")
        request.access_token = self._load_access_token(token) or AccessToken(
            user=facts.user,
            application=request.client,
            scope=wire(facts.scopes or frozenset()),
            audience=facts.audience or "",
            expires=facts.expires or timezone.now(),
        )
        return True

    def _load_access_token(self, token: str) -> AbstractAccessToken | None:
        return AccessToken.objects.filter(token_checksum=digest(token)).select_related("application").first()

    def validate_jwt_bearer_token(self, token: str, scopes: list[str], request: Any) -> bool:
        """Return the same for what oauthlib takes for an ID token by its looks; a real one opens nothing."""
        return self.validate_bearer_token(token, scopes, request)
