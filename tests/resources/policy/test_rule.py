"""What a row says."""

from dataclasses import replace
from typing import Any

import pytest

from accounts.models import User
from accounts.roles import Role
from oauth_server.vocabulary import Acr, CredentialKind, Scope
from resources.models import Todo
from resources.policy import DOORS, RESOURCES, TABLE, Rule, rule_of
from resources.policy.objects import own_unless_hr, owned_by_user
from resources.policy.rule import ANY_ROLE, NEVER, RECENT, FieldRule, collection, only
from resources.principal import ANONYMOUS, SIGNED_IN, Principal
from resources.views.status import StatusView

ROW = Rule("x/{id}/", "a.View", roles=ANY_ROLE, read=Scope.TODO_READ, write=Scope.TODO_WRITE, methods=("GET", "PUT"))


@pytest.mark.parametrize(
    ("method", "scope"), [("GET", Scope.TODO_READ), ("HEAD", Scope.TODO_READ), ("PUT", Scope.TODO_WRITE)]
)
def test_reading_and_writing_ask_for_their_own_scope(method: str, scope: Scope) -> None:
    assert ROW.offers(method)
    assert ROW.demand(method).scope == scope


def test_a_method_that_the_row_has_not_asks_what_reading_asks() -> None:
    assert not ROW.offers("DELETE")
    assert ROW.demand("DELETE") == ROW.demand("GET")


def test_a_row_that_names_no_scope_names_never() -> None:
    row = Rule("x/", "a.View", roles=ANY_ROLE)
    assert (row.read, row.write, row.scopes) == (NEVER, NEVER, [])


def test_no_address_and_no_view_stands_twice() -> None:
    assert len({row.path for row in TABLE}) == len({row.view for row in TABLE}) == len(TABLE)


def test_every_door_of_people_is_closed_to_third_parties() -> None:
    third_parties = {CredentialKind.OAUTH2, CredentialKind.OAUTH2_MACHINE}
    assert all(not row.kinds & third_parties and not row.scopes and not row.machines for row in DOORS)


def test_every_row_with_entries_has_an_object_rule() -> None:
    assert all(row.objects for row in RESOURCES if "{id}" in row.route)


def test_a_view_derived_from_one_that_has_a_row_has_none() -> None:
    assert rule_of(StatusView) is not None
    assert rule_of(type("Derived", (StatusView,), {})) is None


@pytest.mark.django_db
def test_a_person_knows_only_of_their_own_rows() -> None:
    alice, bob = (User.objects.create_user(name) for name in ("alice", "bob"))
    mine = Todo.objects.create(user=alice, title="Mine")
    Todo.objects.create(user=bob, title="Another's")
    rows = Todo.objects.all()
    assert list(owned_by_user(rows, Principal(CredentialKind.SESSION, alice))) == [mine]
    nobodies: list[Any] = [ANONYMOUS, Principal(CredentialKind.OAUTH2_MACHINE)]
    assert str(mine) == "Mine"
    assert [owned_by_user(rows, nobody).count() for nobody in nobodies] == [0, 0]
    assert [owned_by_user(rows, nobody).query.is_empty() for nobody in nobodies] == [True, True]


@pytest.mark.django_db
def test_hr_knows_of_every_row_and_others_of_their_own() -> None:
    alice = User.objects.create_user("alice")
    mine = Todo.objects.create(user=alice, title="Mine")
    other = Todo.objects.create(user=User.objects.create_user("bob"), title="Another's")
    rows = Todo.objects.order_by("pk")
    assert list(own_unless_hr(rows, Principal(CredentialKind.SESSION, alice))) == [mine]
    assert list(own_unless_hr(rows, Principal(CredentialKind.SESSION, alice, frozenset({Role.HR})))) == [mine, other]


def test_a_collection_is_the_row_of_its_list_and_that_of_its_entries() -> None:
    both = Rule("todo/", "a.Todo", roles=ANY_ROLE, read=Scope.TODO_READ, objects=own_unless_hr)
    assert collection(both) == (
        replace(both, view="a.TodoListView", methods=("GET", "POST")),
        replace(both, route="todo/{id}/", view="a.TodoView", methods=("GET", "PUT", "PATCH", "DELETE")),
    )


def test_only_names_the_roles_of_a_row() -> None:
    assert only(Role.HR, Role.ADMIN) == {Role.HR, Role.ADMIN}


def test_machines_may_read_what_says_so_and_write_nothing() -> None:
    assert replace(ROW, machines=True).demand("GET").machines is True
    assert replace(ROW, machines=True).demand("PUT").machines is False
    assert ROW.demand("GET").machines is False


def test_a_row_names_the_methods_that_need_a_recent_sign_in() -> None:
    row = replace(ROW, recent=("PUT",))
    assert (row.demand("GET").recent, row.demand("PUT").recent) == (None, RECENT)


def test_a_row_names_the_methods_that_need_a_second_factor() -> None:
    row = replace(ROW, two_factors=("PUT",))
    assert (row.demand("GET").acr, row.demand("PUT").acr) == (None, Acr.TWO_FACTORS)


def test_a_row_of_a_model_asks_for_the_permission_of_the_method() -> None:
    row = replace(ROW, model="resources.report")
    assert (row.demand("GET").permission, row.demand("PUT").permission) == (
        "resources.view_report",
        "resources.change_report",
    )
    assert ROW.demand("GET").permission == ""


def test_a_field_asks_what_its_method_does_and_more() -> None:
    fields = (FieldRule("roles", kinds=SIGNED_IN, recent=RECENT, acr=Acr.TWO_FACTORS),)
    row = replace(ROW, writers=frozenset({Role.HR}), fields=fields)
    more = replace(row.demand("PUT"), kinds=SIGNED_IN, recent=RECENT, acr=Acr.TWO_FACTORS)
    assert row.demands_of_fields("PUT", ["roles"]) == [more]


@pytest.mark.parametrize("sent", ["roles", "roles[0]", "roles[]", "roles.0", "roles[0]name"])
def test_a_field_is_held_in_every_spelling_that_writes_it(sent: str) -> None:
    row = Rule("x/", "a.View", roles=ANY_ROLE, methods=("PATCH",), fields=(FieldRule("roles", kinds=SIGNED_IN),))
    assert [demand.kinds for demand in row.demands_of_fields("PATCH", ["title", sent])] == [SIGNED_IN]
    assert row.demands_of_fields("PATCH", ["title", "roles_of_others"]) == []
