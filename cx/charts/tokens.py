"""The colours of the design language. `.streamlit/config.toml` repeats them; a test compares the two and the contrasts."""

from __future__ import annotations

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
BAD_PALE = "#E8B4AF"  # only with a value label on every bar
BANNER = "#7A1D16"
BANNER_PANEL = "#FDF1F0"
PANEL = "#F4F6F8"
BORDER = "#D5DCE4"
GROUND = "#FFFFFF"
CATEGORICAL = ("#0F62AC", "#D9720B", "#4D9A86", "#5A1540", "#5B6776")
SEQUENTIAL = (
    "#EEF4FA", "#DCE9F5", "#C0D8ED", "#9DC2E2", "#76A9D5", "#4F8FC7", "#2F77B6", "#0F62AC", "#0A4A85", "#06315A",
)  # fmt: skip
FONT = "Pretendard"
