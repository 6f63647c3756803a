"""Every field of every model is sorted: identifying, sensitive or plain."""

import pytest
from django.apps import apps

from agimi.access.records import SealedField

KINDS = ("identifying", "sensitive", "plain")
MODELS = [model for model in apps.get_models() if model.__module__.startswith("agimi.")]


def fields_of(model):
    """What stands in the table, and the many-to-many values; not the database's own number."""
    concrete = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    return sorted(concrete + [field.name for field in model._meta.many_to_many])


def sorted_by(model):
    """What the model itself says of each kind; a parent's words do not count."""
    privacy = vars(model).get("Privacy")
    return {kind: getattr(privacy, kind, "").split() for kind in KINDS} if privacy else {}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_that_every_field_is_sorted_exactly_once(model):
    named = [name for names in sorted_by(model).values() for name in names]
    assert sorted(named) == fields_of(model)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_that_sealed_text_is_identifying(model):
    sealed = {f.name for f in model._meta.fields if isinstance(f, SealedField)}
    assert sealed <= set(sorted_by(model)["identifying"])


def test_that_who_people_are_stands_in_clear_nowhere():
    """Identifying and not sealed: accounts, staff, partners' professionals; never those helped."""
    in_clear = {
        f"{model._meta.label_lower}.{name}"
        for model in MODELS
        for name in sorted_by(model)["identifying"]
        if not isinstance(model._meta.get_field(name), SealedField)
    }
    assert in_clear == {
        "access.auditentry.actor",
        "access.breakglass.user",
        "access.rolerequest.user",
        "access.user.email",
        "access.user.first_name",
        "access.user.last_name",
        "access.user.password",
        "access.user.username",
        "people.personkey.wrapped",
        "programme.professional.name_en",
        "programme.professional.name_sq",
        "programme.staff.name",
    }
