"""A document as a Word file: real headings, captions, header rows, alternative texts and a table of contents."""

from bluelight.documents.docx.writer import to_docx

__all__ = ["to_docx"]
