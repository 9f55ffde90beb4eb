"""Sentences that more than one page of the room says."""

from django.utils.translation import gettext_lazy as _

EXPIRED = _("This form was open for so long that it expired. Your text is kept: please send it once more.")
