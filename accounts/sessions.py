"""Browser sessions in the database: found by a digest of the cookie, sealed (OWASP ASVS 5.0 section 7.2)."""

import hashlib
from base64 import urlsafe_b64encode
from typing import Any, Final

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session as Row
from django.db import connection
from django.utils import timezone

from accounts.tokens import sealed

PURPOSE = "session data"
_LIVING: Final = f"select session_data from {Row._meta.db_table} where session_key = %s and expire_date > %s"  # noqa: S608 - the name of Django's own table


def row_key(cookie: str) -> str:
    """Return the key of a session's row: 240 bits of a SHA-256 of the cookie, which is what its 40 characters hold."""
    return urlsafe_b64encode(hashlib.sha256(cookie.encode()).digest()[:30]).decode()


class SessionStore(DatabaseStore):
    """Django's database store, except that a copy of the table opens no session and tells nothing.

    While a reset link is open its key stands in the session: whoever read it could set the password.
    """

    def encode(self, session_dict: dict[str, Any]) -> str:
        """Return the data of a session as its row keeps it."""
        return sealed.seal(PURPOSE, self.serializer().dumps(session_dict))

    def decode(self, session_data: str | bytes) -> dict[str, Any]:
        """Return the data of a row; nothing where it was not sealed by us."""
        text = session_data if isinstance(session_data, str) else session_data.decode("ascii", "replace")
        opened = sealed.open_sealed(PURPOSE, text)
        return {} if opened is None else dict(self.serializer().loads(opened))

    def load(self) -> dict[str, Any]:
        """Return the data of the session, nothing where it is over.

        Raw: building the query costs ten times what it costs to run, and every request of a browser runs it.
        """
        if self.session_key is not None:
            now = connection.ops.adapt_datetimefield_value(timezone.now())
            with connection.cursor() as cursor:
                cursor.execute(_LIVING, [row_key(self.session_key), now])
                row = cursor.fetchone()
            if row is not None:
                return self.decode(row[0])
        self._session_key = None
        return {}

    def exists(self, session_key: str) -> bool:
        """Return whether there is a row for this cookie."""
        return Row.objects.filter(session_key=row_key(session_key)).exists()

    def create_model_instance(self, data: dict[str, Any]) -> Row:
        """Return the row that holds `data`."""
        return Row(
            session_key=row_key(self._get_or_create_session_key()),  # type: ignore[attr-defined] # - Django's own
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
        )

    def delete(self, session_key: str | None = None) -> None:
        """Delete the row of this cookie, or of the current one."""
        cookie = session_key or self.session_key
        if cookie is not None:
            Row.objects.filter(session_key=row_key(cookie)).delete()
