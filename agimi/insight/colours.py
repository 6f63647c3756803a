"""The colours of charts and documents, from the palette of the house."""

from __future__ import annotations

INK = "#1f2540"
PAPER = "#fbf9f6"
LINE = "#e5e0d8"
DAWN = "#c8553d"
GREY = "#6b6f85"
UNKNOWN = "#c9b7b9"

# Eight colours that stay apart for every kind of colour vision (tested), dawn first.
PALETTE = (
    DAWN, "#3a4a8c", "#eda23b", "#418ca2", "#7a3322", "#8fa3ee", UNKNOWN, INK,
)  # fmt: skip
KNOWN = tuple(colour for colour in PALETTE if colour != UNKNOWN)

_PALE = (0xF6, 0xDD, 0xD3)
_FULL = (0xB8, 0x45, 0x2E)


def luminance(colour: str) -> float:
    """The relative luminance of a colour, from 0 to 1 (WCAG)."""
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def readable_on(colour: str) -> str:
    """Ink or white, whichever is read more easily on the colour."""
    return "#ffffff" if luminance(colour) < 0.22 else INK


def shade(part: float) -> str:
    """From paper (nothing) over pale dawn to dawn (the most)."""
    if part <= 0:
        return PAPER
    mixed = (round(low + (high - low) * part**0.7) for low, high in zip(_PALE, _FULL, strict=True))
    return "#" + "".join(f"{channel:02x}" for channel in mixed)
