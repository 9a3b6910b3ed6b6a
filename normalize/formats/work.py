"""Work on tasks: what a process does with a whole text, or with a batch of records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from difflib import unified_diff
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from normalize.formats.containers import describe_container
from normalize.formats.detect import FormatError
from normalize.formats.records import RecordError
from normalize.formats.repair import Repaired, repair_records
from normalize.formats.tasks import Hunk, Line, Result, Task

if TYPE_CHECKING:
    from normalize.cleaned import Cleaned
    from normalize.formats.document import Document
    from normalize.pipeline import Normalizer
    from normalize.settings import Settings


@lru_cache(maxsize=8)
def get_normalizer(settings: Settings) -> Normalizer:
    """Give the normalizer of some settings; a process builds each once."""
    from normalize.pipeline import Normalizer

    return Normalizer(settings)


def work(task: Task) -> Result:
    """Do a task; nothing is raised, since the other tasks must not suffer."""
    if task.problem:
        return Result(problems=[task.problem], failed=True)
    try:
        if task.form is not None:
            return work_records(task)
        if task.columns:
            from normalize.formats.columns import work_columns

            return work_columns(task, get_normalizer(task.settings))
        return work_document(task)
    except FormatError as error:
        return Result(problems=[str(error)], failed=True)
    except OSError as error:
        return Result(problems=[f"{task.name}: {error.strerror or error}"], failed=True)
    except Exception as error:  # a fault in a step must not cost the other files
        what = f"left as it is, a fault in normalize: {type(error).__name__}: {error}"
        return Result(problems=[f"{task.name}: {what}"], failed=True)


def iter_texts(task: Task) -> Iterator[str]:
    """Yield the texts of a task, for who only reads; what cannot be read is passed over."""
    from normalize.formats import read_document
    from normalize.formats.columns import iter_values

    if task.problem:
        return
    try:
        if task.form is not None:
            for index, data in enumerate(task.records, task.first):
                with suppress(RecordError):
                    yield from [slot.text for slot in task.form.parse(data, index).slots]
        elif task.columns and task.source:
            yield from (value for _, _, value in iter_values(Path(task.source), task.columns))
        else:
            source = Path(task.source) if task.source is not None else task.data or b""
            yield read_document(source, task.encoding, name=task.name).text
    except (FormatError, OSError):
        return


def explain_document(normalizer: Normalizer, document: Document) -> Cleaned:
    """Clean a document, but for what is opaque in it (code, the targets of links).

    >>> from normalize import Normalizer
    >>> from normalize.formats.document import Document
    >>> document = Document("a.md", "`Kiev` and Kiev", opaque=((0, 6),))
    >>> explain_document(Normalizer(), document).text
    '`Kiev` and Kyiv'
    """
    cleaned = normalizer.explain(document.text, document.facts())
    if document.opaque and cleaned.changes:
        inside = Opaque(document.opaque)
        if any(map(inside.holds, cleaned.changes)):
            return cleaned.accept(lambda change: not inside.holds(change))
    return cleaned


class Opaque:
    """Spans that no change may touch; insertions at their edges are allowed."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self.spans = spans

    def holds(self, change: Any) -> bool:
        """Tell whether a change touches one."""
        start, end = change.origin_start, max(change.origin_end, change.origin_start)
        return any(low < end and start < high for low, high in self.spans) or any(
            low < start == end < high for low, high in self.spans
        )


def work_document(task: Task) -> Result:
    """Clean a whole text."""
    from normalize.formats import encode, read_document
    from normalize.formats.document import trace

    source = Path(task.source) if task.source is not None else task.data or b""
    document = read_document(source, task.encoding, name=task.name)
    result = Result(notes=list(document.notes), texts=1)
    cleaned = explain_document(get_normalizer(task.settings), document)
    result.changed = cleaned.text != cleaned.original
    result.changed_texts = int(result.changed)
    count_changes(result, cleaned)
    if task.wants == "diff":
        from normalize.formats.diff import diff_lines

        result.hunks = [Hunk(0, 0, list(diff_lines(cleaned, task.name)))]
        return result
    encoded = encode(cleaned.text, document)
    result.data = encoded.data
    if encoded.encoding != document.encoding:
        result.notes.append(
            f"{task.name}: written as {encoded.encoding}, since {document.encoding} cannot "
            "hold the clean text"
        )
    elif document.line_encodings and result.changed:
        result.notes.append(f"{task.name}: written as {encoded.encoding} throughout")
    if task.wants == "ledger":
        head = document.header(encoded.encoding)
        tries = task.overwrites and result.changed
        if task.source and (container := describe_container(task.source, tries=tries)):
            head["container"] = container.to_header()
            result.restores = container.restores
        line = cleaned.to_json(**head)
        result.lines = [Line(0, 0, "", line)]
        result.trace = trace(document)
    return result


def work_records(task: Task) -> Result:
    """Clean a batch of records."""
    result = Result()
    pieces: list[bytes] = []
    at = before = after = 0
    done = repair_records(task.records, task.first, task.form, get_normalizer(task.settings))
    for index, (old, repaired) in enumerate(zip(task.records, done, strict=True), task.first):
        result.texts += repaired.texts
        if repaired.problem:
            result.problems.append(f"{name_record(task, index)}: {repaired.problem}")
        for change in repaired.changes:
            result.changed_texts += 1
            if task.wants == "ledger":
                data = change.cleaned.to_json(file=task.name)
                result.lines.append(Line(at, index, change.field, data, change.patches))
        for text in (*repaired.kept, *repaired.changes):
            count_changes(result, text.cleaned)
        if task.wants == "diff":
            if repaired.changes:
                result.hunks.append(_diff_record(task.form, old, repaired, (before, after)))
            before += old.count(b"\n")
            after += repaired.data.count(b"\n")
        pieces.append(repaired.data)
        at += len(repaired.data)
    result.data = b"".join(pieces)
    result.changed = any(repaired.changes for repaired in done)
    return result


def name_record(task: Task, index: int) -> str:
    """Name a record in messages: "posts.jsonl: record 17"."""
    return f"{task.name}: record {index + 1:,}" if task.form.name != "html" else task.name


def count_changes(result: Result, cleaned: Cleaned) -> None:
    """Count the changes and findings of a text, by rule."""
    rules, findings = Counter(result.rules), Counter(result.findings)
    rules.update(change.rule for change in cleaned.changes)
    findings.update(finding.rule for finding in cleaned.findings)
    result.rules, result.findings = dict(rules), dict(findings)


def _diff_record(form: Any, old: bytes, repaired: Repaired, place: tuple[int, int]) -> Hunk:
    codec = getattr(form, "encoding", "utf-8")
    lines = [data.decode(codec, "backslashreplace").split("\n") for data in (old, repaired.data)]
    ended = [[line + "\n" for line in side[:-1]] + [x for x in side[-1:] if x] for side in lines]
    around = 0 if len(ended[0]) < 2 else 3
    return Hunk(*place, list(unified_diff(ended[0], ended[1], n=around))[2:])
