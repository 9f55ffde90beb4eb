"""Finding listed words in a text, whatever is done to hide them; knows no models and no forum."""

from perspectives.moderation.matching.finding import Hit, Matcher, matcher, named
from perspectives.moderation.matching.lists import Problem, validate_list

__all__ = ["Hit", "Matcher", "Problem", "matcher", "named", "validate_list"]
