"""One module per export format; the folder is the registry."""
