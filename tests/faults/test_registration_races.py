"""Many registrations of one person in one moment, on PostgreSQL: the limit of the developer policy holds."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Final
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests.live.forms import form_with
from tests.live.person import Person
from tests.live.server import LiveServer

pytestmark = pytest.mark.postgres
RIVALS: Final = 30
LEFT: Final = 3
COUNT: Final = """select count(*) from oauth_server_application a join accounts_user u on u.id = a.user_id
where u.username = 'mona'"""


def test_of_many_parallel_registrations_only_so_many_as_the_policy_allows_are_kept(live: LiveServer) -> None:
    mona = Person(live, "mona", live.user("mona")["password"]).sign_in()
    database = urlunsplit(urlsplit(live.environment["DATABASE_URL"])._replace(scheme="postgresql"))
    with psycopg.connect(database, autocommit=True) as connection:
        before = connection.execute(COUNT).fetchone()
        assert before is not None
        connection.execute("update oauth_server_developerpolicy set at_most = %s", (before[0] + LEFT,))
        try:
            answers = _register_at_once(mona)
            after = connection.execute(COUNT).fetchone()
        finally:
            connection.execute("update oauth_server_developerpolicy set at_most = 20")
            connection.execute("delete from oauth_server_application where name = 'One of many'")
    assert answers == Counter({302: LEFT, 403: RIVALS - LEFT})
    assert after == (before[0] + LEFT,)


def _register_at_once(person: Person) -> Counter[int]:
    page = person.walk("/developer/new/device/")
    form = form_with(page.text, "website").filled(name="One of many", scopes=["openid"])
    barrier = Barrier(RIVALS)

    def send(_: int) -> int:
        barrier.wait()
        return person.post(
            page.url, data=form, headers={"Referer": page.url}, allow_redirects=False, timeout=120
        ).status_code

    with ThreadPoolExecutor(RIVALS) as pool:
        return Counter(pool.map(send, range(RIVALS)))
