"""Made-up discussions of any size, for trying out and measuring: what `manage.py fill_discussion` works with."""

from perspectives.discussion.filling.fill import AGE, BATCH, CannotFill, Wish, fill
from perspectives.discussion.filling.hosts import public_host
from perspectives.discussion.filling.shapes import SHAPES

__all__ = ["AGE", "BATCH", "SHAPES", "CannotFill", "Wish", "fill", "public_host"]
