"""Records of every kind, undo, drafts. Codes and kinds only: nothing of a person."""

from django.urls import path

from agimi.desk import list_urls, views

app_name = "desk"
urlpatterns = [
    *list_urls.urlpatterns,
    path("undo/<str:code>/", views.take_back, name="undo"),
    path("drafts/key/", views.draft_key, name="draft_key"),
    path("drafts/keep/<str:form>/", views.draft, name="draft"),
    path("drafts/afresh/<str:form>/", views.afresh, name="afresh"),
    path("records/<slug:kind>/add/", views.add, name="add"),
    path("records/<slug:kind>/<str:code>/", views.read, name="record"),
    path("records/<slug:kind>/<str:code>/change/", views.change, name="change"),
    path("records/<slug:kind>/<str:code>/end/", views.end, name="end"),
    path("records/<slug:kind>/<str:code>/remove/", views.remove, name="remove"),
]
