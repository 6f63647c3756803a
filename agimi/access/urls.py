"""The account page and the demonstration's sign-in; the rest of the sign-in is allauth's."""

from django.urls import path

from agimi.access import views

app_name = "access"
urlpatterns = [
    path("", views.account, name="account"),
    path("demo/", views.demo_sign_in, name="demo"),
]
