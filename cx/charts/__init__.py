"""Chart specifications, authored once and filled with data."""
