"""Names that compare by NFKC and case fold; what a standing user knows."""

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError

from accounts.models import User


@pytest.mark.parametrize("other", ["Alice", "ALICE", "ａｌｉｃｅ"])  # noqa: RUF001 - another spelling is what this is about
def test_another_spelling_of_a_name_is_the_same_name(alice: User, other: str) -> None:
    with pytest.raises(IntegrityError):
        User.objects.create_user(other)


def test_a_user_is_found_by_any_spelling(alice: User) -> None:
    assert User.objects.get_by_natural_key("ALICE").pk == alice.pk


@pytest.mark.parametrize("name", ["a@b", "a b", "", "a\n", "<b>", "a/b"])
def test_a_name_has_letters_digits_and_four_signs(db: None, name: str) -> None:
    with pytest.raises(ValidationError):
        User(username=name, password="x").full_clean()


def test_the_form_that_compares_follows_a_new_name(alice: User) -> None:
    alice.username = "Alina"
    alice.full_clean()
    alice.save()
    assert User.objects.get(pk=alice.pk).username_key == "alina"


def test_a_standing_user_has_its_columns_without_a_statement(alice: User) -> None:
    values = User.objects.filter(pk=alice.pk).values_list(*User.STANDING_FIELDS).get()
    user = User.from_standing(values)
    assert [getattr(user, name) for name in User.STANDING_FIELDS] == list(values)
    assert user == alice


def test_an_address_is_verified_only_where_it_is_the_one_that_was_verified(alice: User, bob: User) -> None:
    assert alice.email_verified
    assert not bob.email_verified
    User.objects.filter(pk=alice.pk).update(email="elsewhere@example.org")
    assert not User.objects.get(pk=alice.pk).email_verified
    assert EmailAddress.objects.filter(user=alice, verified=True).exists()


def test_createsuperuser_makes_a_superuser(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "correct horse battery staple")
    call_command("createsuperuser", "--noinput", "--username", "Root", "--email", "root@example.org", verbosity=0)
    root = User.objects.get_by_natural_key("root")
    assert root.is_superuser
    assert root.is_staff
    assert root.check_password("correct horse battery staple")
