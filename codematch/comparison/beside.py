"""A step that runs in a process of its own while the next ones go on: speed only, no result depends on it."""

import multiprocessing
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import TypeVar

Result = TypeVar("Result")


def beside(step: Callable[[], Result], jobs: int) -> Callable[[], Result]:
    """Start a step, and return what waits for its result.

    With one job, or where a process cannot inherit the works from this one, the step runs when its result is asked for.
    What it raises is raised there.
    """
    if jobs <= 1 or sys.platform != "linux":
        return step
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(step, sender), daemon=True)
    process.start()
    sender.close()

    def wait() -> Result:
        try:
            result, error = receiver.recv()
        except EOFError:  # the process was killed, for want of memory perhaps: this one may have more luck
            return step()
        finally:
            process.join()
        if error is not None:
            raise error
        return result  # type: ignore[no-any-return]

    return wait


def _run(step: Callable[[], Result], sender: Connection) -> None:
    try:
        sender.send((step(), None))
    except KeyboardInterrupt:
        pass
    except Exception as error:
        sender.send((None, error))
