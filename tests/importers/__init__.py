"""Samples of every format, one folder each: `sample.*` and, written by hand, the canonical rows it gives."""
