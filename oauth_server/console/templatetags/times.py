"""Times as pages say them: always with their zone, and always readable for machines."""

from datetime import datetime

from django import template
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime

register = template.Library()


@register.filter
def moment(at: datetime | None) -> str:
    """Return `<time>` with the date, the time of day and the zone; nothing for None."""
    return format_html('<time datetime="{}">{}</time>', at.isoformat(), _whole(at)) if at else ""


@register.filter
def ago(at: datetime | None) -> str:
    """Return `<time>` that says how long ago it was, and when on its title; nothing for None."""
    if at is None:
        return ""
    return format_html('<time datetime="{}" title="{}">{}</time>', at.isoformat(), _whole(at), naturaltime(at))


def _whole(at: datetime) -> str:
    here = localtime(at)
    return f"{date_format(here, 'DATETIME_FORMAT')} {date_format(here, 'T')}"
