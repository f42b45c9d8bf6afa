"""What is done once before a server starts: tables, static files, the demo's people and clients (as JSON on stdout)."""

import django
from django.contrib.auth import get_user_model
from django.core.management import call_command


def main() -> None:
    """Run the three commands in one process; nobody has chosen a language, so that each browser asks for its own."""
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    call_command("seed_demo", json=True, force=True)
    get_user_model().objects.update(locale="")


if __name__ == "__main__":
    main()
