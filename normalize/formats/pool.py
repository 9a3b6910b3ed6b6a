"""Do tasks in several processes, in order; a process that dies costs one record.

Not `concurrent.futures`: there one dead worker ends the pool and all that was under way.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from normalize.formats.tasks import Result, Task
from normalize.formats.work import name_record, work

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

AHEAD = 4  # tasks for each process that may be done before they are asked for


class Done(NamedTuple):
    """A task and what came of it."""

    task: Task
    result: Result


def run_tasks(tasks: Iterable[Task], jobs: int) -> Iterator[Done]:
    """Do tasks and give their results in order.

    Args:
        tasks: read ahead only as far as the processes need.
        jobs: how many processes; 1 works in this one.
    """
    if jobs == 1:
        for task in tasks:
            yield Done(task, work(task))
        return
    pool = Pool(jobs)
    try:
        yield from pool.run(iter(tasks))
    finally:
        pool.close()


class _Worker:
    """A process and the pipe to it; one task is with it at a time."""

    def __init__(self) -> None:
        import multiprocessing

        method = "fork" if sys.platform == "linux" else "spawn"
        context: Any = multiprocessing.get_context(method)
        ours, theirs = context.Pipe()
        self.pipe: Connection = ours
        self.process = context.Process(target=serve, args=(theirs, ours), daemon=True)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # a progress bar is a thread
            self.process.start()
        theirs.close()
        self.number = -1

    def stop(self) -> str:
        """End the process; say how it ended, if it did so by itself."""
        self.pipe.close()
        self.process.join(0.2)
        if self.process.exitcode is None:
            self.process.kill()
            self.process.join()
        code = self.process.exitcode
        return f"signal {-code}" if code and code < 0 else f"exit code {code}"


def serve(pipe: Connection, other_end: Connection) -> None:
    """Work on tasks until the pipe closes; what a worker process runs."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that writes
    other_end.close()
    while True:
        try:
            task = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            pipe.send(work(task))
        except (BrokenPipeError, ConnectionError):
            return


class Pool:
    """Processes that work on tasks."""

    def __init__(self, jobs: int) -> None:
        self.workers = [_Worker() for _ in range(jobs)]

    def run(self, tasks: Iterator[Task]) -> Iterator[Done]:
        """Give the results of tasks in the order of the tasks."""
        from multiprocessing.connection import wait

        under_way: dict[int, Task] = {}
        done: dict[int, Result] = {}
        told = given = 0
        ended = False
        while True:
            while told in done:
                yield Done(under_way.pop(told), done.pop(told))
                told += 1
            idle = [worker for worker in self.workers if worker.number < 0]
            while idle and not ended and given - told < AHEAD * len(self.workers):
                task = next(tasks, None)
                if task is None:
                    ended = True
                    break
                under_way[given] = task
                self._give(idle.pop(), given, task, done)
                given += 1
            if ended and told == given:
                return
            busy = [worker for worker in self.workers if worker.number >= 0]
            for pipe in wait([worker.pipe for worker in busy]) if busy else ():
                worker = next(worker for worker in busy if worker.pipe is pipe)
                self._take(worker, under_way[worker.number], done)

    def _give(self, worker: _Worker, number: int, task: Task, done: dict[int, Result]) -> None:
        worker.number = number
        try:
            worker.pipe.send(task)
        except (BrokenPipeError, ConnectionError):
            self._take(worker, task, done)

    def _take(self, worker: _Worker, task: Task, done: dict[int, Result]) -> None:
        """Take a result; if the process died, find out at which record."""
        number, worker.number = worker.number, -1
        try:
            done[number] = worker.pipe.recv()
        except (EOFError, ConnectionError, OSError):
            how = worker.stop()
            self.workers[self.workers.index(worker)] = _Worker()
            done[number] = isolate(task, how)

    def close(self) -> None:
        """End the processes."""
        for worker in reversed(self.workers):  # each holds the pipes of those before it
            worker.stop()


def isolate(task: Task, how: str) -> Result:
    """Do the records of a task one by one, each in danger of ending its process."""
    if len(task.records) < 2:
        return give_up(task, how)
    worker = _Worker()
    parts: list[Result] = []
    for index, record in enumerate(task.records):
        alone = msgspec.structs.replace(task, first=task.first + index, records=[record])
        try:
            worker.pipe.send(alone)
            parts.append(worker.pipe.recv())
        except (EOFError, ConnectionError, OSError):
            parts.append(give_up(alone, worker.stop()))
            worker = _Worker()
    worker.stop()
    return merge(parts, [record.count(b"\n") for record in task.records])


def give_up(task: Task, how: str) -> Result:
    """Leave as it is what ended a process."""
    if task.form is None:
        problem = f"{task.name}: left as it is, the process that cleaned it ended ({how})"
        return Result(problems=[problem], failed=True)
    name = name_record(task, task.first)
    problem = f"{name}: left as it is, the process that cleaned it ended ({how})"
    return Result(data=b"".join(task.records), problems=[problem])


def merge(parts: list[Result], feeds: list[int]) -> Result:
    """Put the results of the records of a task together; `feeds` are their line feeds."""
    whole = Result()
    before = after = 0
    for part, count_before in zip(parts, feeds, strict=True):
        for line in part.lines:
            line.at += len(whole.data)
        for hunk in part.hunks:
            hunk.before += before
            hunk.after += after
        before += count_before
        after += part.data.count(b"\n")
        whole.data += part.data
        whole.changed |= part.changed
        whole.texts += part.texts
        whole.changed_texts += part.changed_texts
        for mine, theirs in ((whole.rules, part.rules), (whole.findings, part.findings)):
            for rule, count in theirs.items():
                mine[rule] = mine.get(rule, 0) + count
        whole.lines += part.lines
        whole.hunks += part.hunks
        whole.notes += part.notes
        whole.problems += part.problems
    return whole
