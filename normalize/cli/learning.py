"""`normalize clean --learn`: a first pass over the files, to learn from those that are spun."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from normalize.cli.journal import Checkpoint, Journal
from normalize.cli.plan import Plan
from normalize.cli.reading import Reader
from normalize.cli.report import Report
from normalize.formats.records import Selection
from normalize.formats.work import iter_texts
from normalize.learning import Learner, LearningError, use_table
from normalize.unspin.learn import MIXED, format_table

if TYPE_CHECKING:
    from normalize.config import Config
    from normalize.settings import Settings


def check_learning(table: Path, plan: Plan) -> None:
    """Refuse what cannot be learned from, and a table that would be lost or in the way.

    Raises:
        click.UsageError: says what is wrong.
    """
    if any(job.source is None for job in plan.jobs):
        raise click.UsageError("--learn reads everything twice, standard input only comes once")
    targets = {os.path.realpath(job.target) for job in plan.jobs if job.target}
    if os.path.realpath(table) in targets:
        raise click.UsageError(f"--learn {table} is also a file to write")
    if not table.parent.is_dir() and table.parent != plan.output.folder:
        raise click.UsageError(f"--learn {table}: no such folder: {table.parent}")


def learn_first(
    table: Path,
    config: Config,
    plan: Plan,
    selection: Selection,
    report: Report,
    journal: Journal | None = None,
) -> Config:
    """Learn a table from the files of a plan; return the configuration with it.

    A run that is resumed uses the table that it began with.

    Raises:
        click.UsageError: the table is there already, or nothing is to be unspun.
    """
    resumed = journal is not None and journal.resumed
    if table.exists():
        if not resumed:
            raise click.UsageError(
                f"--learn {table} is there already; to use it: --substitutions {table}; to learn "
                "anew, delete it"
            )
        return _use(config, table)
    if journal is not None and resumed and (journal.done or journal.counts):
        return config  # the run that was ended had learned nothing
    chosen = [settings for settings in _list_settings(config) if _unspins(settings)]
    if not chosen:
        raise click.UsageError("--learn goes with the rule spun-word, which is not to run")
    learner = Learner(chosen[0])
    for text in _iter_texts(config, plan, selection):
        learner.add(text)
    try:
        lesson = learner.learn()
    except LearningError as error:
        report.say(f"nothing learned: {error}")
        return config
    what = f"{lesson.used:,} spun documents"
    table.parent.mkdir(parents=True, exist_ok=True)
    failed = report.failed
    report.write(
        table, format_table(lesson, what), f"learned {lesson.words:,} words from {what} → {table}"
    )
    if lesson.discord >= MIXED:
        report.say(
            "these documents seem to be the work of several spinners; learned from each alone, "
            "a table restores more"
        )
    return config if report.failed > failed else _use(config, table)


def _iter_texts(config: Config, plan: Plan, selection: Selection) -> Iterator[str]:
    """Yield the texts in which words are to be unspun; what fails is told when it is cleaned."""
    reader = Reader(config.settings_for, selection, "clean", lambda _: Checkpoint())
    for number, job in enumerate(plan.jobs):
        if _unspins(config.settings_for(job.source)):
            for task in reader.read(number, job):
                yield from iter_texts(task)


def _unspins(settings: Settings) -> bool:
    return "unspin" in settings.steps and settings.is_selected("spun-word")


def _list_settings(config: Config) -> list[Settings]:
    return [config.settings, *(override.settings for override in config.overrides)]


def _use(config: Config, table: Path) -> Config:
    """Lay a table over all settings of a configuration."""
    overrides = tuple(replace(o, settings=use_table(o.settings, table)) for o in config.overrides)
    return replace(config, settings=use_table(config.settings, table), overrides=overrides)
