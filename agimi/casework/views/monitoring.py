"""The rhythm of monitoring: who was not seen in time."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from agimi.casework.monitoring import MONITORING
from agimi.desk.list_views import list_page


@require_safe
def monitoring(request: HttpRequest) -> HttpResponse:
    """The open cases in sight in which nobody was seen as often as the phase asks."""
    return list_page(request, MONITORING, template="casework/monitoring.html")
