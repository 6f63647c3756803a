"""The pages of casework. Cases are known by their codes."""

from django.urls import path

from agimi.casework import views

app_name = "casework"
urlpatterns = [
    path("cases/<str:code>/", views.case.page, name="case"),
]
