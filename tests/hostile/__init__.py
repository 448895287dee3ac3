"""Stories that try to break or stall the paper; `stalls` makes the big ones."""
