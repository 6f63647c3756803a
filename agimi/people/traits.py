"""What is known of a person without saying who it is: the fields, in the order in which they are asked for."""

TRAITS = (
    "sex",
    "birth_date",
    "nationality_status",
    "origin",
    "municipality",
    "residence",
    "area_type",
    "disability",
    "single_parent",
    "languages",
    "interpreter_needed",
    "site",
    "registered_on",
)
# What is said of another trait goes where that one goes.
WITH = {"birth_date": ("birth_precision",)}

# All of these fields, what is said of a trait behind it.
FIELDS = tuple(name for trait in TRAITS for name in (trait, *WITH.get(trait, ())))
