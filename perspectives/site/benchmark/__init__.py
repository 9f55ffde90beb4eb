"""The benchmark: the real site on a made-up discussion, beside the least that any server could do for the same."""
