"""Bring every catalogue up to date and compile it: `.venv/bin/python -m tests.translations`."""

import os
import sys

import tests.environment  # noqa: F401 - the settings are read under the variables of the tests
from tests.translations.catalogues import as_mo, as_po, languages, place, up_to_date


def main() -> None:
    """Write each `.po` with every message there is, and its `.mo`; say how many are not translated."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oauth_server.settings")
    for language in languages():
        catalogue = up_to_date(language)
        place(language).parent.mkdir(parents=True, exist_ok=True)
        place(language).write_bytes(as_po(catalogue))
        place(language, "mo").write_bytes(as_mo(catalogue))
        strings = [message.string for message in catalogue if message.id]
        missing = sum(not all(one if isinstance(one, tuple) else (one,)) for one in strings)
        sys.stdout.write(f"{language}: {len(strings)} messages, {missing} to translate\n")


if __name__ == "__main__":
    main()
