"""Much work of one kind done in shares, one a core, where processes can be forked."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Beside(Generic[Item, Made]):
    """What `do` makes of each of `items`, in their order: forked copies of this process take the next in turn while this one goes on.

    Whoever asks for what was made of one takes part until it is there. Nothing that `do` changes in a copy is seen here.
    What fails there is done here, where what it raises is seen. On systems that do not fork all is done here.
    There may be as many as a pipe holds numbers of, 16,000.
    """

    def __init__(self, do: Callable[[Item], Made], items: Sequence[Item]) -> None:
        self._do, self._items, self._made = do, list(items), dict[int, Made]()
        read, write = os.pipe()
        self._untaken = os.fdopen(read, "rb", buffering=0)
        os.write(write, b"".join(number.to_bytes(4) for number in range(len(items))))
        os.close(write)
        self._copies: dict[Any, Any] = {}
        if sys.platform == "linux" and min(cores(), len(items)) > 1:
            # most runs have little to do
            import multiprocessing

            fork = multiprocessing.get_context("fork")
            for _ in range(0 if multiprocessing.current_process().daemon else min(cores(), len(items)) - 1):
                ours, theirs = fork.Pipe(duplex=False)
                self._copies[ours] = fork.Process(target=self._work, args=(theirs,), daemon=True)
                self._copies[ours].start()
                theirs.close()

    def _work(self, sink: Any) -> None:
        """A copy's own life."""
        try:
            while (number := self._take()) is not None:
                sink.send((number, self._do(self._items[number])))
        finally:
            # nothing of the process that was copied is to end twice; what failed is done again where it is seen
            os._exit(0)

    def _take(self) -> int | None:
        """The number of the next item that nobody has begun."""
        if not self._untaken.closed and (number := self._untaken.read(4)):
            return int.from_bytes(number)
        self._untaken.close()
        return None

    def _hear(self, timeout: float | None) -> bool:
        """Take in what copies made; whether there was anything within so many seconds, None for ever."""
        from multiprocessing.connection import wait

        heard: list[Any] = wait(self._copies, timeout)
        for way in heard:
            try:
                number, made = way.recv()
                self._made[number] = made
            except EOFError:
                self._copies.pop(way).join()
        return bool(heard)

    def _at(self, number: int) -> Made:
        while number not in self._made:
            if self._copies and self._hear(0):
                continue
            if (taken := self._take()) is None and self._copies:
                self._hear(None)
                continue
            taken = number if taken is None else taken
            self._made[taken] = self._do(self._items[taken])
        return self._made[number]

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[Made]:
        return map(self._at, range(len(self)))

    def __getitem__(self, item: Item) -> Made:
        return self._at(self._items.index(item))


def in_shares(do: Callable[[Sequence[Item]], list[Made]], items: Sequence[Item], least: int) -> list[Made]:
    """What `do` makes of `items`, one for each, in their order; in shares, see `Beside`, where there are `least` and more."""
    size = -(-len(items) // cores()) if len(items) >= least else len(items)
    shares = [items[at : at + size] for at in range(0, len(items), size or 1)] or [items]
    return [one for made in Beside(do, shares) for one in made]
