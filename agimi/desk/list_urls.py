"""Addresses of lists: kinds and names of lists only; what is searched for stands in the query."""

from django.urls import path

from agimi.desk import list_views

urlpatterns = [
    path("records/", list_views.everything, name="all_records"),
    path("records/<slug:kind>/", list_views.list_of, name="records"),
    path("lists/<slug:page>/views/", list_views.views, name="views"),
    path("lists/<slug:page>/export/", list_views.export, name="export"),
    path("lists/<slug:page>/bulk/", list_views.bulk, name="bulk"),
]
