"""Words in, clean words and safe HTML out: pure functions without models or requests; the only place HTML is made."""
