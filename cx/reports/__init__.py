"""Reports people are sent: one value of numbers, its words, and the documents made of them."""
