"""Workbooks for the tests: tables of cells as CSV, Excel and OpenDocument files."""

import csv
import datetime as dt
import zipfile
from pathlib import Path
from typing import Any

import openpyxl

from agimi.exchange.actions import Report
from agimi.exchange.readers.csvs import guarded

Tables = dict[str, list[list[Any]]]


def csv_folder(path: Path, tables: Tables, *, divider: str = ",", encoding: str = "utf-8") -> Path:
    path.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        with (path / f"{name}.csv").open("w", newline="", encoding=encoding) as file:
            csv.writer(file, delimiter=divider).writerows(
                [[guarded(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
            )
    return path


def xlsx(path: Path, tables: Tables) -> Path:
    """As Excel itself writes it, with a table of shared texts."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in tables.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    book.save(path)
    return path


def ods(path: Path, tables: Tables) -> Path:
    head = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
        "<office:body><office:spreadsheet>"
    )
    parts = [head]
    for name, rows in tables.items():
        lines = "".join(
            f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>" for row in rows
        )
        parts.append(f'<table:table table:name="{name}">{lines}{ODS_REST}</table:table>')
    return ods_of(
        path, "".join([*parts, "</office:spreadsheet></office:body></office:document-content>"])
    )


# As LibreOffice fills up a sheet below its data.
ODS_REST = (
    '<table:table-row table:number-rows-repeated="1048000">'
    '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
)


def ods_cell(cell: Any) -> str:
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, dt.date):
        return (
            f'<table:table-cell office:value-type="date" office:date-value="{cell.isoformat()}">'
            f"<text:p>{cell:%d.%m.%y}</text:p></table:table-cell>"
        )
    if isinstance(cell, (int, float)):
        return (
            f'<table:table-cell office:value-type="float" office:value="{cell}">'
            f"<text:p>{cell}</text:p></table:table-cell>"
        )
    text = "".join(f"<text:p>{line}</text:p>" for line in cell.split("\n"))
    return f'<table:table-cell office:value-type="string">{text}</table:table-cell>'


def ods_of(path: Path, content: str, **parts: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def xlsx_of(path: Path, sheet: str, *, name: str = "Services", **parts: str | bytes) -> Path:
    """An Excel workbook of one sheet, by the XML of its sheet."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relation}"><sheets>'
        f'<sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="rId1" '
        'Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}">{sheet}</worksheet>',
        **parts,
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, text in files.items():
            archive.writestr(part, text)
    return path


def told(report: Report) -> list[tuple[str, str, str, str]]:
    """The problems of a report: sheet, cell, value, what is wrong."""
    return [(p.sheet.en, p.cell, p.value, p.what.en) for p in report.problems]


def counted(report: Report) -> dict[str, tuple[int, int, int]]:
    """New, changed and unchanged records by sheet."""
    return {sheet.key: (sheet.new, sheet.changed, sheet.unchanged) for sheet in report.sheets}
