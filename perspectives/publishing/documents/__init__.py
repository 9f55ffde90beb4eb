"""Documents as people have them (plain text, Markdown), read into the fields of an essay; knows no models."""

from perspectives.publishing.documents.dates import parse_when
from perspectives.publishing.documents.document import Document, DocumentAuthor, DocumentRefused, SeriesLine
from perspectives.publishing.documents.files import find_documents, read_document
from perspectives.publishing.documents.links import resolve_links
from perspectives.publishing.documents.reading import parse_document

__all__ = [
    "Document",
    "DocumentAuthor",
    "DocumentRefused",
    "SeriesLine",
    "find_documents",
    "parse_document",
    "parse_when",
    "read_document",
    "resolve_links",
]
