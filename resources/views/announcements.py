"""Announcements: anyone reads them; who holds the model's permission writes them."""

from resources.models import Announcement
from resources.views.collection import EntryView
from resources.views.posted import PostedListView, PostedSerializer, shown

SHOWN = shown(Announcement.objects.all())


class AnnouncementSerializer(PostedSerializer[Announcement]):
    """What an announcement says."""

    class Meta(PostedSerializer.Meta):
        model = Announcement


class AnnouncementListView(PostedListView[Announcement]):
    """`GET, POST /api/v1/announcements/`."""

    queryset = SHOWN
    serializer_class = AnnouncementSerializer


class AnnouncementView(EntryView[Announcement]):
    """`GET, PUT, PATCH, DELETE /api/v1/announcements/{id}/`."""

    queryset = SHOWN
    serializer_class = AnnouncementSerializer
