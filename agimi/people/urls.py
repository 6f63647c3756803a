"""The pages about people. People are known by their codes, never by their names."""

from django.urls import path

from agimi.people import views

app_name = "people"
urlpatterns = [
    path("people/<str:code>/", views.person, name="person"),
]
