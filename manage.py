#!/usr/bin/env python
"""The command line; a command that lacks a variable ends with one line that names it."""

import os
import sys
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line


def main() -> None:
    """Run the command named on the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oauth_server.settings")
    if sys.argv[1:2] == ["demo"]:
        from oauth_server.demo_environment import write_demo_environment

        write_demo_environment(sys.argv[2:])
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"{Path(sys.argv[0]).name}: {error}")


if __name__ == "__main__":
    main()
