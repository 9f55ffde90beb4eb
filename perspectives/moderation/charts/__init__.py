"""Charts drawn on the server: geometry as plain numbers, which a template writes down as SVG, each with its table."""

from perspectives.moderation.charts.bars import Bars, bars
from perspectives.moderation.charts.curves import Curve, Curves, curves

__all__ = ["Bars", "Curve", "Curves", "bars", "curves"]
