"""Words in both languages, for the rooms that must not know Django."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["sq", "en"]
LANGUAGES: tuple[Language, ...] = ("sq", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """One text in Albanian and English; both are required and neither may be blank."""

    sq: str
    en: str

    def __post_init__(self) -> None:
        for language in LANGUAGES:
            if not self.within(language).strip():
                raise ValueError(f"Text {self.sq or self.en!r} says nothing in {language!r}")

    def within(self, language: Language) -> str:
        """The text in the language asked for."""
        return self.sq if language == "sq" else self.en
