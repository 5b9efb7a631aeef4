"""One module per metric family; the folder is the registry."""
