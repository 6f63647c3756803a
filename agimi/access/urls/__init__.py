"""The account page, the lock and the demonstration's sign-in; the rest of the sign-in is allauth's."""

from django.urls import path, re_path

from agimi.access.views import account, lock

app_name = "access"
urlpatterns = [
    path("", account.account, name="account"),
    path("demo/", account.demo_sign_in, name="demo"),
    path("protect/", account.factor_needed, name="factor"),
    path("protect/codes/", account.codes_kept, name="codes_kept"),
    path("lock/", lock.lock, name="lock"),
    path("locked/", lock.locked, name="locked"),
    path("here/", lock.here, name="here"),
    path("password/reset/", account.forgotten_password, name="forgotten"),
    # Accounts are given, not taken, and nothing is sent by mail.
    re_path(
        r"^(?P<rest>signup/|email/|confirm-email/.*|password/set/|password/reset/.+|login/code/.*)$",
        account.not_offered,
        name="not_offered",
    ),
]
