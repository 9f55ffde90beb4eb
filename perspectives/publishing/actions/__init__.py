"""What an editor can do with series and essays, a file per verb."""

from perspectives.publishing.actions.import_document import Imported, import_document
from perspectives.publishing.actions.make_series import change_series, make_series
from perspectives.publishing.actions.publish_post import publish_post
from perspectives.publishing.actions.return_to_draft import return_to_draft
from perspectives.publishing.actions.save_post import Saved, save_post
from perspectives.publishing.actions.withdraw_post import withdraw_post

__all__ = [
    "Imported",
    "Saved",
    "change_series",
    "import_document",
    "make_series",
    "publish_post",
    "return_to_draft",
    "save_post",
    "withdraw_post",
]
