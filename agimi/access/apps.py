from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccessConfig(AppConfig):
    name = "agimi.access"
    verbose_name = _("Access and rights")

    def ready(self) -> None:
        from agimi.access import watch

        watch.connect()
