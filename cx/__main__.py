"""`python -m cx`."""

from __future__ import annotations

import sys

from cx.commands import main

sys.exit(main())
