"""What customers said, from the store to the text models and back: documents, readings, topics, kinds, tags, keywords."""
