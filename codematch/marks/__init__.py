"""Marks of an examiner: their file, and which regions of a result each of them is about."""

from codematch.marks.apply import with_marks
from codematch.marks.file import MarksFile, StatedMark
from codematch.marks.file import read as read_marks

__all__ = ["MarksFile", "StatedMark", "read_marks", "with_marks"]
