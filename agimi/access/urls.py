"""The account page and the demonstration's sign-in; the rest of the sign-in is allauth's."""

from django.urls import path, re_path

from agimi.access import views

app_name = "access"
urlpatterns = [
    path("", views.account, name="account"),
    path("demo/", views.demo_sign_in, name="demo"),
    path("password/reset/", views.forgotten_password, name="forgotten"),
    # Accounts are given, not taken, and nothing is sent by mail.
    re_path(
        r"^(?P<rest>signup/|email/|confirm-email/.*|password/set/|password/reset/.+|login/code/.*)$",
        views.not_offered,
    ),
]
