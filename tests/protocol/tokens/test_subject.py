"""What clients know people and sign-ins by (OpenID Connect Core section 8.1)."""

from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest

from oauth_server.protocol.tokens.subject import sid_for, subject_for

SID = uuid4()


def person() -> Any:
    return SimpleNamespace(subject=uuid4(), audit_key=uuid4())


def client(sector: str, subject_type: str = "pairwise") -> Any:
    return SimpleNamespace(sector=sector, subject_type=subject_type)


@pytest.mark.parametrize("subject_type", ["public", ""])
def test_who_is_not_pairwise_is_told_what_all_are_told(subject_type: str) -> None:
    somebody, public = person(), client("one.example.org", subject_type)
    assert subject_for(somebody, public) == str(somebody.subject)
    assert sid_for(SID, somebody, public) == str(SID)


def test_subjects_and_sign_ins_differ_by_person_sector_sign_in_and_purpose() -> None:
    people, sectors = [person(), person()], [client("one.example.org"), client("two.example.org"), client("")]
    told = [subject_for(each, sector) for each in people for sector in sectors]
    told += [sid_for(sid, each, sector) for each in people for sector in sectors for sid in (SID, uuid4())]
    assert len(set(told)) == len(told)
    assert all(UUID(value).version == 4 for value in told)


def test_they_are_the_same_each_time() -> None:
    somebody, sector = person(), client("one.example.org")
    assert subject_for(somebody, sector) == subject_for(somebody, client("one.example.org"))
    assert sid_for(SID, somebody, sector) == sid_for(UUID(str(SID)), somebody, sector)
