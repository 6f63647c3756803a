"""The audit trail on screen."""

from django.urls import path

from agimi.access.views import audit

app_name = "audit"
urlpatterns = [
    path("", audit.trail, name="trail"),
    path("seen/", audit.seen, name="seen"),
    path("unusual/", audit.unusual, name="unusual"),
    path("export/", audit.export, name="export"),
    path("verify/", audit.verify, name="verify"),
    path("verify/<str:code>/", audit.verification, name="verification"),
    path("<int:number>/", audit.entry, name="entry"),
]
