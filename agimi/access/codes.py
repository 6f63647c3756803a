"""Codes: how records are named to people, in pages and in files.

A code says nothing about the person, the date or how many records there are.
It is made where the record is made (a browser, a phone, a workbook), so that
sending the same record twice makes one.
"""

import secrets

# Crockford's base 32 without the letters that are read as digits or spell words.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_code(prefix: str, length: int = 12) -> str:
    """A new random code, e.g. ``P-7K3M-92QX``; 5 bits a character.

    Twelve characters (60 bits) keep the odds of one collision among a million
    records below one in a million; the database's unique constraint catches it.
    """
    letters = "".join(secrets.choice(ALPHABET) for _ in range(length))
    groups = [letters[i : i + 4] for i in range(0, length, 4)]
    return "-".join([prefix, *groups])
