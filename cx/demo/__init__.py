"""Demo data: a made-up company that sells two products to academies, 30 months of its contacts, with four stories in it."""

from __future__ import annotations

from cx.demo.files import DemoFile, generate
from cx.demo.stories import STORIES

__all__ = ["STORIES", "DemoFile", "generate"]
