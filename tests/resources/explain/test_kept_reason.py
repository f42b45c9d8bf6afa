"""Rows of refusals are bounded by caller, hour and age, in parallel too; and a refusal never fails for its row."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from oauth_server.console.expired_rows import purge_expired_rows
from oauth_server.vocabulary import CredentialKind
from resources.explain import kept_reason, record
from resources.explain.explanation import NO_ROW, Unexplained, explain
from resources.explain.facts import Facts
from resources.explain.kept_reason import AGE, AN_HOUR, NEWEST, keep
from resources.models import Refusal
from resources.principal import ANONYMOUS, Principal
from resources.steps import Step
from tests.resources.explain.conftest import facts

pytestmark = pytest.mark.django_db
Of = Callable[..., tuple[Facts, Principal]]


def fill(principal: Principal, number: int, **columns: Any) -> None:
    caller, now = str(principal.user.subject), timezone.now()
    Refusal.objects.bulk_create(
        Refusal(caller=caller, status=403, at=now - timedelta(hours=2, seconds=place), **columns)
        for place in range(number)
    )


def test_a_row_says_what_was_known(of: Of) -> None:
    known, principal = of(detail="This needs the role HR.", client_id="a-client")
    said = explain(str(keep(known, principal)))
    assert said.facts == known
    assert said.chain[-1].step is Step.OPERATION


def test_a_caller_keeps_the_newest_rows_only(of: Of) -> None:
    known, principal = of()
    fill(principal, NEWEST)
    oldest = Refusal.objects.order_by("at").first()
    kept = keep(known, principal)
    assert Refusal.objects.count() == NEWEST
    assert oldest is not None
    left = set(Refusal.objects.values_list("pk", flat=True))
    assert (kept in left, oldest.pk in left) == (True, False)


def test_the_rows_of_an_hour_are_bounded_and_then_the_reason_is_sealed(of: Of) -> None:
    known, principal = of()
    given = [record.record(known, principal) for _ in range(AN_HOUR + 5)]
    assert Refusal.objects.count() == AN_HOUR
    assert {explain(text).facts.user for text in given} == {known.user}
    assert [len(text) == record.LENGTH_OF_ID for text in given] == [True] * AN_HOUR + [False] * 5


def test_one_caller_takes_no_room_of_another(of: Of) -> None:
    known, principal = of()
    fill(principal, NEWEST)
    other = User.objects.create_user("bob")
    assert keep(facts(user=str(other.subject)), Principal(CredentialKind.JWT, other))
    machine = Principal(CredentialKind.OAUTH2_MACHINE, client_id="a-client")
    assert keep(facts(client_id="a-client", kind=CredentialKind.OAUTH2_MACHINE), machine)
    assert Refusal.objects.filter(caller=known.user).count() == NEWEST


def test_a_refusal_costs_two_statements_and_one_where_the_hour_is_spent(
    of: Of, monkeypatch: pytest.MonkeyPatch
) -> None:
    def statements() -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            record.record(*of())
        return [query["sql"].split()[0].lower() for query in captured if "SAVEPOINT" not in query["sql"]]

    assert statements() == ["insert", "delete"]
    monkeypatch.setattr(kept_reason, "AN_HOUR", 1)
    assert statements() == ["insert"]


@pytest.mark.parametrize("status", [400, 406, 409, 413, 415])
def test_a_request_to_correct_costs_no_statement(of: Of, status: int) -> None:
    with CaptureQueriesContext(connection) as captured:
        given = record.record(*of(status=status, step=Step.BODY))
    assert len(captured) == 0
    assert explain(given).facts.status == status


def test_nobody_costs_no_statement() -> None:
    with CaptureQueriesContext(connection) as captured:
        record.record(facts(), ANONYMOUS)
    assert len(captured) == 0


@pytest.mark.parametrize("error", [OperationalError, IntegrityError])
def test_a_database_that_does_not_write_leaves_the_sealed_reason(
    of: Of, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def fail(row: Refusal) -> bool:
        raise error("no")

    monkeypatch.setattr(kept_reason, "_insert", fail)
    assert explain(record.record(*of())).facts.step is Step.ROLE
    assert not Refusal.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_person_deleted_meanwhile_fails_nothing(of: Of) -> None:
    known, principal = of()
    assert principal.user is not None
    User.objects.filter(pk=principal.user.pk).delete()
    assert explain(record.record(known, principal)).facts.user == known.user


def test_whatever_stands_in_a_part_it_is_cut_to_its_column(of: Of) -> None:
    known, principal = of(method="X" * 500, path="/" * 500, detail="d" * 5000, client_id="c" * 500)
    keep(known, principal)
    assert Refusal.objects.get().method == "X" * 10


def test_an_id_that_leads_nowhere_says_so() -> None:
    with pytest.raises(Unexplained) as said:
        explain(str(uuid4()))
    assert str(said.value) == NO_ROW


def test_the_rows_go_with_the_person(of: Of) -> None:
    known, principal = of()
    keep(known, principal)
    assert principal.user is not None
    User.objects.get(pk=principal.user.pk).delete()
    assert not Refusal.objects.exists()


def test_purge_deletes_refusals_by_age(of: Of) -> None:
    known, principal = of()
    young = keep(known, principal)
    fill(principal, 3)
    Refusal.objects.exclude(pk=str(young)).update(at=timezone.now() - AGE - timedelta(minutes=1))
    assert purge_expired_rows()["refusals"] == 3
    assert Refusal.objects.get().pk == young


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(20) as pool:
        yield pool


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_hundred_refusals_at_once_keep_the_bound(of: Of, threads: ThreadPoolExecutor) -> None:
    fill(of()[1], NEWEST)

    def refuse(_: int) -> UUID | None:
        try:
            return keep(*of())
        finally:
            connection.close()

    given = [one for one in threads.map(refuse, range(100)) if one]
    assert AN_HOUR <= len(given) <= AN_HOUR + 20
    assert Refusal.objects.count() == NEWEST
