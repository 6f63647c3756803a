"""Which room answers which address. Addresses hold codes and years, never names."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("agimi.access.urls")),
    path("account/", include("allauth.urls")),
    path("data/", include("agimi.exchange.urls")),
    path("", include("agimi.insight.urls")),
    path("", include("agimi.web.urls")),
]

handler400 = "agimi.web.views.bad_request"
handler403 = "agimi.web.views.forbidden"
handler404 = "agimi.web.views.not_found"
handler500 = "agimi.web.views.server_error"
