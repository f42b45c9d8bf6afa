"""The product's settings with its folder for files elsewhere, so that a live run leaves the checkout's demo alone."""

import os
from pathlib import Path

from oauth_server.settings import *  # noqa: F403 - Django reads the names of this module

VAR_DIR = Path(os.environ["LIVE_FOLDER"])
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
"""The same names with their hashes; compressing each file would take longer than most tests."""
