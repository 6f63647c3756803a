"""Figures and reports. An address holds years and codes of indicators, never a person."""

from django.urls import path, register_converter

from agimi.insight import views


class Year:
    """A year that can have records."""

    regex = r"(?:19|20)\d\d"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(Year, "year")

app_name = "insight"
urlpatterns = [
    path("figures/", views.figures, name="figures"),
    path("figures/catalogue/", views.catalogue, name="catalogue"),
    path("figures/catalogue/<str:indicator>/", views.indicator, name="indicator"),
    path("figures/<year:year>/", views.year, name="year"),
    path("figures/<year:year>/check/", views.check, name="check"),
    path("figures/<year:year>/<str:indicator>/", views.records, name="records"),
    path("reports/", views.reports, name="reports"),
    path("reports/annual/<year:year>/", views.annual, name="annual"),
    path("reports/annual/<year:year>/<str:language>.<str:format>", views.download, name="download"),
]
