"""Which profiles are phone downloads: told apart by layout, mapped alike."""

__all__ = ["ARCHIVE", "PROFILES", "REPORT", "UFDR"]

UFDR, ARCHIVE, REPORT = "phone-download", "phone-archive", "phone-report"
"""Ids: the report of a UFDR; an archive of plain tables; a workbook with a sheet a model."""

PROFILES = frozenset({UFDR, ARCHIVE, REPORT})
