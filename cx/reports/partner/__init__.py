"""The annual report of a partner: what its accounts used, how they started and stayed, what they asked. Of nobody else's accounts."""
