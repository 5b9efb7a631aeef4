"""From the bytes of an export to canonical rows: read, recognise, stage, check, load."""
