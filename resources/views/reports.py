"""Reports: for who holds the model's permissions, which the role Manager does; a machine may read them."""

from resources.models import Report
from resources.views.collection import EntryView
from resources.views.posted import PostedListView, PostedSerializer, shown

SHOWN = shown(Report.objects.all())


class ReportSerializer(PostedSerializer[Report]):
    """What a report says."""

    class Meta(PostedSerializer.Meta):
        model = Report


class ReportListView(PostedListView[Report]):
    """`GET, POST /api/v1/reports/`."""

    queryset = SHOWN
    serializer_class = ReportSerializer


class ReportView(EntryView[Report]):
    """`GET, PUT, PATCH, DELETE /api/v1/reports/{id}/`."""

    queryset = SHOWN
    serializer_class = ReportSerializer
