from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "agimi.people"
    verbose_name = _("People")

    def ready(self) -> None:
        from agimi.desk.keeper import install
        from agimi.people.keeper import PeoplesKeeper

        install(PeoplesKeeper())
