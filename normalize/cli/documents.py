"""The documents of a run, one by one, for commands that print what is in them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from normalize.cli.plan import Job
from normalize.cli.report import Report

if TYPE_CHECKING:
    from normalize.formats import Document


def read_documents(
    jobs: Iterable[Job], encoding: str | None, report: Report
) -> Iterator[tuple[Job, Document]]:
    """Read the documents of some jobs; what cannot be read is reported and passed over."""
    from normalize.formats import FormatError

    for job in jobs:
        try:
            document = _read_job(job, encoding)
        except FormatError as error:
            report.fail(str(error))
        else:
            for note in document.notes:
                report.say(note)
            yield job, document


def _read_job(job: Job, encoding: str | None) -> Document:
    """Read the document of a job, from its file or from standard input."""
    from normalize.formats import read_document

    name = click.format_filename(job.name)
    if job.source is not None:
        return read_document(job.source, encoding, name=name)
    return read_document(sys.stdin.buffer.read(), encoding, name=name)
