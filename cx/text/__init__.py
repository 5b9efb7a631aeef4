"""What customers wrote: terms, vectors, topics, tags. Knows no store and no page."""
