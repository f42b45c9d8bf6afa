"""Settings by concern; an environment is a set of variables (env.py), never a file of its own."""

from oauth_server.settings.accounts import *  # noqa: F403 - Django reads the names of this module
from oauth_server.settings.api import *  # noqa: F403 - Django reads the names of this module
from oauth_server.settings.base import *  # noqa: F403 - Django reads the names of this module
from oauth_server.settings.jwt import *  # noqa: F403 - Django reads the names of this module
from oauth_server.settings.logging import *  # noqa: F403 - Django reads the names of this module
from oauth_server.settings.oauth2 import *  # noqa: F403 - Django reads the names of this module
from oauth_server.settings.security import *  # noqa: F403 - Django reads the names of this module
