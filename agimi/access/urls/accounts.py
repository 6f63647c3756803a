"""Accounts: who may sign in, and as what."""

from django.urls import path

from agimi.access.views import accounts

app_name = "accounts"
urlpatterns = [
    path("", accounts.accounts, name="accounts"),
    path("add/", accounts.add, name="add"),
    path("requests/", accounts.requests, name="requests"),
    path("requests/<str:code>/", accounts.decide, name="decide"),
    path("<str:code>/", accounts.change, name="change"),
    path("<str:code>/open/", accounts.switch, name="switch"),
    path("<str:code>/password/", accounts.password, name="password"),
    path("<str:code>/factor/", accounts.factor, name="factor"),
]
