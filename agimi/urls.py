"""Which room answers which address. Addresses hold codes and years, never names."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("agimi.access.urls")),
    path("account/", include("allauth.urls")),
    path("accounts/", include("agimi.access.urls.accounts")),
    path("audit/", include("agimi.access.urls.audit")),
    path("glass/", include("agimi.access.urls.glass")),
    path("data/", include("agimi.exchange.urls")),
    path("", include("agimi.desk.urls")),
    path("", include("agimi.casework.urls")),
    path("", include("agimi.people.urls")),
    path("", include("agimi.insight.urls")),
    path("", include("agimi.web.urls")),
]

handler400 = "agimi.web.views.bad_request"
handler403 = "agimi.web.views.forbidden"
handler404 = "agimi.web.views.not_found"
handler500 = "agimi.web.views.server_error"
