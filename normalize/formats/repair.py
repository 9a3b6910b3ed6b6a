"""Clean the records of a file: parse, repair each text, splice, read back, tell.

What cannot be written, or would be read back as something else, is left as it is and told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from normalize.formats.records import Format, Patch, Record, RecordError, Replacement, Slot, splice

if TYPE_CHECKING:
    from normalize.cleaned import Cleaned
    from normalize.pipeline import Normalizer


class Change(msgspec.Struct, frozen=True):
    """One text of a record, cleaned, and the patches that undo what was changed."""

    field: str
    cleaned: Any
    patches: list[Patch]


class Repaired(msgspec.Struct):
    """One record, clean: its bytes and what was done.

    Attributes:
        data: the record as it is to be written; as it came where `problem` is told.
        changes: one for each text that was changed.
        texts: how many texts the record has.
        kept: texts that were not changed, and of which there is something to tell.
        problem: why it was left as it is; "" where all is well.
    """

    data: bytes
    changes: list[Change] = []
    texts: int = 0
    kept: list[Change] = []
    problem: str = ""


def repair_record(data: bytes, index: int, form: Format, normalizer: Normalizer) -> Repaired:
    """Clean one record; nothing is raised but what a step raises for one text.

    Args:
        data: the record's bytes.
        index: its number in the file, from 0.
        form: the format.
        normalizer: what cleans the texts.
    """
    try:
        record = form.parse(data, index)
    except RecordError as error:
        return Repaired(data, problem=str(error))
    done = Repaired(data, texts=len(record.slots))
    settled: list[tuple[Slot, Cleaned]] = []
    replacements: list[Replacement] = []
    owners: list[int] = []
    for slot in record.slots:
        cleaned = normalizer.explain(slot.text)
        if cleaned.text == cleaned.original:
            if cleaned.findings or cleaned.skipped:
                done.kept.append(Change(slot.field, cleaned, []))
            continue
        cleaned, spans = slot.settle(cleaned)
        found = slot.replace(record.source, spans)
        if found:
            owners += [len(settled)] * len(found)
            replacements += found
            settled.append((slot, cleaned))
    if not replacements:
        return done
    try:
        written, patches = splice(record, replacements)
        check_record(written, index, form, record, settled)
    except RecordError as error:
        done.problem = f"left as it is: {error}"
        return done
    done.data = written
    done.changes = [
        Change(slot.field, cleaned, [p for p, o in zip(patches, owners, strict=True) if o == at])
        for at, (slot, cleaned) in enumerate(settled)
    ]
    return done


def check_record(
    data: bytes,
    index: int,
    form: Format,
    before: Record,
    settled: Sequence[tuple[Slot, Cleaned]],
) -> None:
    """Read a record back and compare its texts with what was meant.

    Raises:
        RecordError: one differs.
    """
    after = form.parse(data, index)
    meant = {id(slot): cleaned.text for slot, cleaned in settled}
    if len(after.slots) != len(before.slots):
        raise RecordError("with its changes it would be read back as another record")
    for old, new in zip(before.slots, after.slots, strict=True):
        if old.field != new.field or not old.is_kept(new.text, meant.get(id(old), old.text)):
            raise RecordError(f"{old.field}: would be read back as another text")


def repair_records(
    records: Iterable[bytes], first: int, form: Format, normalizer: Normalizer
) -> list[Repaired]:
    """Clean a batch of records in order; a fault in a step costs only its record."""
    done = []
    for index, data in enumerate(records, first):
        try:
            done.append(repair_record(data, index, form, normalizer))
        except Exception as error:  # a fault in a step must not cost the other records
            what = f"a fault in normalize: {type(error).__name__}: {error}"
            done.append(Repaired(data, problem=f"left as it is, {what}"))
    return done
