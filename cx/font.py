"""The project's font as files for pictures and documents: two weights, with every Korean syllable. Browsers get the woff2 beside them."""

from __future__ import annotations

from pathlib import Path

from cx.charts import tokens

FOLDER = Path(__file__).parents[1] / "static"
# Who opens a picture with live text elsewhere may not have it.
OTHERS = f"{tokens.FONT}, 'Apple SD Gothic Neo', 'Malgun Gothic', 'Noto Sans KR', sans-serif"
