"""Names that several chapters use, so that a group of people is called the same everywhere."""

from agimi.insight.text import Text

TRAFFICKING = "trafficking"
VIOLENCE = "violence"
CATEGORIES = (TRAFFICKING, VIOLENCE)

CASES_OF = {
    TRAFFICKING: Text(
        "Viktima dhe viktima të mundshme të trafikimit",
        "Victims and potential victims of trafficking",
    ),
    VIOLENCE: Text(
        "Të mbijetuara të dhunës në familje dhe të abuzimit seksual",
        "Survivors of domestic violence and sexual abuse",
    ),
}
CHILDREN_OF = {
    TRAFFICKING: Text(
        "Fëmijët e viktimave dhe viktimave të mundshme të trafikimit",
        "Children of victims and potential victims of trafficking",
    ),
    VIOLENCE: Text(
        "Fëmijët e të mbijetuarave të dhunës dhe abuzimit",
        "Children of survivors of violence and abuse",
    ),
}
PROGRAMME = "programme"
FOREIGN = ("foreign", "stateless")

SEX = Text("Gjinia", "Sex")
AGE = Text("Grupmosha", "Age band")
CATEGORY = Text("Kategoria", "Category")
CENTRE = Text("Qendra", "Centre")
