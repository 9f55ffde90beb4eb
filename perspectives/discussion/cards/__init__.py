"""Cards: what a thread shows of one comment, made from a row at the price of a string, by a template of the host."""
