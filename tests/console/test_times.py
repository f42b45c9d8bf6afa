"""Times as pages say them."""

from datetime import UTC, datetime, timedelta

from django.template import Context, Template
from django.utils import timezone, translation

AT = datetime(2026, 11, 22, 13, 46, tzinfo=UTC)


def test_a_moment_names_its_zone_and_is_readable_for_machines() -> None:
    assert _rendered("{{ at|moment }}", AT) == (
        '<time datetime="2026-11-22T13:46:00+00:00">Nov. 22, 2026, 1:46 p.m. UTC</time>'
    )


def test_a_moment_is_written_as_the_language_writes_it() -> None:
    with translation.override("de"):
        assert "22. November 2026 13:46 UTC" in _rendered("{{ at|moment }}", AT)


def test_how_long_ago_carries_the_moment() -> None:
    said = _rendered("{{ at|ago }}", timezone.now() - timedelta(hours=3))

    assert "3\xa0hours ago</time>" in said
    assert "UTC" in said


def test_what_never_was_is_nothing() -> None:
    assert _rendered("{{ at|moment }}{{ at|ago }}", None) == ""


def _rendered(source: str, at: datetime | None) -> str:
    return Template("{% load times %}" + source).render(Context({"at": at}))
