"""People, what they sign in with, and the trail of what happened."""

from accounts.models.api_key import ApiKey
from accounts.models.audit import AuditEvent, AuditSeal
from accounts.models.door_challenge import DoorChallenge
from accounts.models.drf_token import DrfToken
from accounts.models.guess_counter import GuessCounter
from accounts.models.session import Session
from accounts.models.upstream_provider import UpstreamProvider
from accounts.models.user import User

__all__ = [
    "ApiKey",
    "AuditEvent",
    "AuditSeal",
    "DoorChallenge",
    "DrfToken",
    "GuessCounter",
    "Session",
    "UpstreamProvider",
    "User",
]
