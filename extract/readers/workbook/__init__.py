"""Workbooks (.xlsx, .xlsm, .xls, .xlsb, .ods) to a ``Document``."""

from gouji.extract.readers.workbook.reader import read_workbook

__all__ = ["read_workbook"]
