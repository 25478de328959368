"""Much work of one kind done in shares, one a core, where processes can be forked."""

import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_shares(do: Callable[[Sequence[Item]], list[Made]], items: Sequence[Item], least: int) -> list[Made]:
    """What `do` makes of `items`, one for each, in their order; in shares where there are `least` and more.

    `do` runs in forked copies of this process, so nothing that it changes is seen here. A share that fails there is done
    here, where what it raises is seen. On systems that do not fork all is done here.
    """
    count = cores() if sys.platform == "linux" and len(items) >= least else 1
    if count == 1:
        return do(items)
    # most runs have little to do
    import multiprocessing

    if multiprocessing.current_process().daemon:
        return do(items)
    size = -(-len(items) // count)
    shares = [items[at : at + size] for at in range(0, len(items), size)]
    fork = multiprocessing.get_context("fork")
    running = []
    for share in shares[1:]:
        ours, theirs = fork.Pipe(duplex=False)
        process = fork.Process(target=_work, args=(do, share, theirs), daemon=True)
        process.start()
        theirs.close()
        running.append((share, process, ours))
    made = do(shares[0])
    for share, process, ours in running:
        try:
            found: list[Made] | None = ours.recv()
        except EOFError:
            found = None
        process.join()
        made += do(share) if found is None else found
    return made


def _work(do: Callable[[Any], list[Any]], share: Any, sink: Any) -> None:
    try:
        sink.send(do(share))
    except Exception:
        # done again where it is seen
        sink.send(None)
    finally:
        sink.close()
        # nothing of the process that was copied is to end twice
        os._exit(0)
