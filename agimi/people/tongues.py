"""Names of languages: what is kept are their ISO codes, what is read is words."""

from babel import Locale
from babel.core import get_global
from django.utils.translation import get_language


def names_of(codes: str) -> str:
    """“sqi, ita” as “shqip, italisht”; a code that nobody knows stays as it is."""
    names = Locale.parse((get_language() or "sq")[:2]).languages
    aliases = get_global("language_aliases")
    found = [code.strip() for code in codes.split(",") if code.strip()]
    return ", ".join(names.get(aliases.get(code, code), code) for code in found)
