"""The pages that belong to no other room."""

from django.urls import path

from agimi.web import views

app_name = "web"
urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("help/keys/", views.keys, name="keys"),
    path("help/", views.help_page, name="help"),
    path("help/<slug:page>/", views.handbook_page, name="handbook"),
    path("preferences/", views.preferences, name="preferences"),
    path("leave/", views.leave, name="leave"),
]
