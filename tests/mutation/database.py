"""A pytest plugin: the first run migrates a database, all later ones copy it, so that a mutant costs no migrations."""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any, Final

import pytest
from django.conf import settings
from django.db.backends.sqlite3.creation import DatabaseCreation

TEMPLATE: Final = Path("var/mutation.sqlite3").resolve()


def pytest_configure(config: pytest.Config) -> None:
    """Put the copy in the place of the migrations, in a folder that goes with this one run."""
    folder = tempfile.mkdtemp()
    os.environ["PYTEST_DEBUG_TEMPROOT"] = folder
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    migrate = DatabaseCreation.create_test_db

    def create_test_db(self: Any, *args: Any, **kwargs: Any) -> str:
        if TEMPLATE.exists():
            name = str(self._get_test_db_name())
            self.connection.close()
            shutil.copy(TEMPLATE, name)
            settings.DATABASES[self.connection.alias]["NAME"] = self.connection.settings_dict["NAME"] = name
            return name
        name = str(migrate(self, *args, **kwargs))
        self.connection.close()
        TEMPLATE.parent.mkdir(exist_ok=True)
        shutil.copy(name, TEMPLATE)
        return name

    DatabaseCreation.create_test_db = create_test_db  # type: ignore[method-assign] # - Django has no hook for it
