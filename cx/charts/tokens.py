"""The colours of the design language. `.streamlit/config.toml` repeats them; a test compares the two and the contrasts."""

from __future__ import annotations

from itertools import pairwise

TEXT = "#111827"
MUTED = "#55606E"
EMPHASIS = "#0F62AC"
RATE = "#D9720B"
RATE_TEXT = "#9A4F08"
GREY = "#8693A2"
PALE = "#B8C2CE"  # only with a value label on every bar
VOLUME = "#6A98C5"
GOOD = "#0B6B49"
BAD = "#B02A21"
WARN = "#8A5A00"
WARN_PANEL = "#FFF6E5"
BANNER = "#7A1D16"
BANNER_PANEL = "#FDF1F0"
BANNER_BORDER = "#E8B4AF"
PANEL = "#F4F6F8"
BORDER = "#D5DCE4"
GROUND = "#FFFFFF"
CATEGORICAL = ("#0F62AC", "#D9720B", "#4D9A86", "#5A1540", "#5B6776")
SEQUENTIAL = (
    "#EEF4FA", "#DCE9F5", "#C0D8ED", "#9DC2E2", "#76A9D5", "#4F8FC7", "#2F77B6", "#0F62AC", "#0A4A85", "#06315A",
)  # fmt: skip
FONT = "Pretendard"


def luminance(colour: str) -> float:
    """Relative luminance of "#RRGGBB", 0 black to 1 white (WCAG 2.2)."""
    linear = []
    for start in (1, 3, 5):
        part = int(colour[start : start + 2], 16) / 255
        linear.append(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)  # noqa: PLR2004 - sRGB's constants
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2); text wants 4.5, marks 3."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def is_rising_dark(colours: tuple[str, ...]) -> bool:
    """Whether every colour is darker than the one before it, as a sequential scale must be."""
    return all(luminance(one) > luminance(other) for one, other in pairwise(colours))
