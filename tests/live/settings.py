"""The product's settings with its folder for files elsewhere, so that a live run leaves the checkout's demo alone."""

import os
from pathlib import Path

from oauth_server.settings import *  # noqa: F403 - Django reads the names of this module

VAR_DIR = Path(os.environ["LIVE_FOLDER"])
STATIC_ROOT = VAR_DIR / "static"
