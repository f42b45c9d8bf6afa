"""People and what they sign in with."""

from accounts.models.drf_token import DrfToken
from accounts.models.guess_counter import GuessCounter
from accounts.models.session import Session
from accounts.models.user import User

__all__ = ["DrfToken", "GuessCounter", "Session", "User"]
