"""The live server's settings with the life of a key in seconds, so that a minute sees many rotations."""

from datetime import timedelta

from tests.live.settings import *  # noqa: F403 - Django reads the names of this module

SIGNING_KEY_MAX_AGE = timedelta(seconds=3)
SIGNING_KEY_MARGIN = timedelta(seconds=2)
SIGNING_KEYS_REREAD = timedelta(seconds=1)
ID_TOKEN_LIFETIME = JWT_ACCESS_TOKEN_LIFETIME = ACCESS_TOKEN_LIFETIME = timedelta(seconds=6)
"""The key set forgets a key 8 seconds after it has retired, so within the run."""
