"""Personal data out of every text before it reaches the disk: `Mask` replaces it, `is_private` knows such columns."""

from cx.privacy.headers import is_private
from cx.privacy.mask import Mask

__all__ = ["Mask", "is_private"]
