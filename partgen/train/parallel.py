"""Ranks: processes that train one model together, on equal terms but that rank 0 decides.

`Alone` is one process; `Shared` several CPU processes that meet in one file of shared memory and talk over pipes, so that
one which dies is seen at once by all others; `Accelerated` is whatever ``accelerate launch`` started (GPUs).
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import tempfile
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from typing import Any, Protocol

import torch
from torch import Tensor

from partgen.errors import PartgenError
from partgen.train.settings import TrainSettings, half


class Ranks(Protocol):
    """What the loop asks of its processes; all of them call the same methods in the same order."""

    rank: int
    world: int
    device: torch.device

    def decide(self, value: Any) -> Any:
        """Rank 0's value, on every rank (small and picklable)."""
        ...

    def gather(self, value: Any) -> list[Any]:
        """Every rank's value in their order, on rank 0; [] on the others."""
        ...

    def average(self, vector: Tensor) -> None:
        """Replace (n,) float vectors by their mean, the same bits on every rank."""
        ...

    def spread(self, vector: Tensor, owned: list[tuple[int, int, int]]) -> None:
        """Give everyone the ranges (begin, end, rank) of a vector as they are on that rank."""
        ...


def usable(device: str) -> torch.device:
    """A device that tensors can be on; raises where there is none of that name."""
    try:
        found = torch.device(device)
        torch.zeros(1, device=found)
    except (RuntimeError, AssertionError) as e:
        raise PartgenError(f"device {device!r} can not be used here ({str(e).splitlines()[0]}): try cpu") from None
    return found


class Alone:
    """One process."""

    def __init__(self, device: str) -> None:
        self.rank, self.world, self.device = 0, 1, usable(device)

    def decide(self, value: Any) -> Any:
        return value

    def gather(self, value: Any) -> list[Any]:
        return [value]

    def average(self, vector: Tensor) -> None:
        pass

    def spread(self, vector: Tensor, owned: list[tuple[int, int, int]]) -> None:
        pass


class Broken(PartgenError):
    """A rank that is gone."""


class Shared:
    """CPU processes of one machine.

    Parameters
    ----------
    rank, world : which one of how many.
    pipes : of rank 0, one to each other rank in their order; of the others, the one to rank 0.
    processes : of rank 0, the others.
    """

    def __init__(self, rank: int, world: int, pipes: list[Connection], processes: list[Any]) -> None:
        self.rank, self.world, self.device = rank, world, torch.device("cpu")
        self._pipes, self._processes = pipes, processes
        self._rows: Tensor | None = None

    def _send(self, i: int, value: Any) -> None:
        try:
            self._pipes[i].send(("value", value))
        except OSError:
            raise self._gone(i) from None

    def _receive(self, i: int) -> Any:
        try:
            kind, value = self._pipes[i].recv()
        except (OSError, EOFError):
            raise self._gone(i) from None
        if kind == "error":
            raise Broken(f"process {i + 1} of the training failed: {value}")
        return value

    def _gone(self, i: int) -> Broken:
        """Why a pipe has no other end."""
        if self.rank:
            return Broken("process 0 of the training is gone")
        with contextlib.suppress(OSError, EOFError):  # its last words may still be in the pipe
            while self._pipes[i].poll():
                kind, value = self._pipes[i].recv()
                if kind == "error":
                    return Broken(f"process {i + 1} of the training failed: {value}")
        self._processes[i].join(2)
        code = self._processes[i].exitcode
        how = f"was killed by signal {-code}" if code is not None and code < 0 else f"ended with exit code {code}"
        return Broken(f"process {i + 1} of the training {how}: resume goes on from the last checkpoint")

    def decide(self, value: Any) -> Any:
        if self.rank:
            return self._receive(0)
        for i in range(self.world - 1):
            self._send(i, value)
        return value

    def gather(self, value: Any) -> list[Any]:
        if self.rank:
            self._send(0, value)
            return []
        return [value] + [self._receive(i) for i in range(self.world - 1)]

    def meet(self) -> None:
        """Return when all ranks are here."""
        self.gather(None)
        self.decide(None)

    def _buffer(self, n: int) -> Tensor:
        """(world, n) float, the same memory in all ranks."""
        if self._rows is None:
            file = self.decide(None if self.rank else _reserve(4 * self.world * n))
            self._rows = torch.from_file(file, shared=True, size=self.world * n, dtype=torch.float32).view(self.world, n)
            self.meet()
            if not self.rank:
                os.unlink(file)  # the memory lives as long as it is mapped
        if self._rows.shape[1] != n:
            raise ValueError(f"a vector of {n} values, where the shared memory was made for {self._rows.shape[1]}")
        return self._rows

    def average(self, vector: Tensor) -> None:
        rows = self._buffer(len(vector))
        rows[self.rank].copy_(vector)
        self.meet()
        torch.add(rows[0], rows[1], out=vector)
        for row in rows[2:]:
            vector.add_(row)
        vector.div_(self.world)
        self.meet()

    def spread(self, vector: Tensor, owned: list[tuple[int, int, int]]) -> None:
        row = self._buffer(len(vector))[0]
        for begin, end, owner in owned:
            if owner == self.rank:
                row[begin:end].copy_(vector[begin:end])
        self.meet()
        for begin, end, owner in owned:
            if owner != self.rank:
                vector[begin:end].copy_(row[begin:end])
        self.meet()


def _reserve(size: int) -> str:
    """A new file of `size` bytes, all of them reserved, in memory if there is room."""
    for folder in ("/dev/shm", tempfile.gettempdir()):
        try:
            handle, file = tempfile.mkstemp(prefix="partgen-", dir=folder)
        except OSError:
            continue
        try:
            if hasattr(os, "posix_fallocate"):
                os.posix_fallocate(handle, 0, size)
            else:
                os.truncate(handle, size)
            return file
        except OSError:
            os.unlink(file)
        finally:
            os.close(handle)
    raise PartgenError(f"there is no room for {size / 1e6:,.0f} MB of shared memory: free some of /dev/shm, or train with one process")


def _child(rank: int, world: int, pipe: Connection, work: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    torch.set_num_threads(1)
    import signal

    for one in (signal.SIGINT, signal.SIGTERM):  # they are for rank 0 to heed; if it is gone, so are the others
        signal.signal(one, signal.SIG_IGN)
    try:
        work(Shared(rank, world, [pipe], []), *arguments)
    except Broken:
        pass
    except BaseException as e:
        with contextlib.suppress(OSError):
            pipe.send(("error", str(e) if isinstance(e, PartgenError) else f"{type(e).__name__}: {e}"))
    finally:
        pipe.close()


@contextlib.contextmanager
def shared(world: int, work: Callable[..., Any], arguments: tuple[Any, ...]) -> Iterator[Shared]:
    """Rank 0 of `world` processes, the others of which run ``work(ranks, *arguments)``; all must be picklable.

    This process has one torch thread within the block.  The others have ended when the block has.
    """
    context = multiprocessing.get_context("spawn")
    threads, before = torch.get_num_threads(), os.environ.get("OMP_NUM_THREADS")
    pipes: list[Connection] = []
    processes: list[Any] = []
    try:
        os.environ["OMP_NUM_THREADS"] = "1"
        for rank in range(1, world):
            mine, its = context.Pipe()
            pipes.append(mine)
            process = context.Process(target=_child, args=(rank, world, its, work, arguments), daemon=True, name=f"rank {rank}")
            try:
                process.start()
            except (AttributeError, TypeError, OSError) as e:
                raise PartgenError(f"the training can not be given to another process ({e}): make_task must be picklable") from e
            finally:
                its.close()
            processes.append(process)
        torch.set_num_threads(1)
        yield Shared(0, world, pipes, processes)
    finally:
        for pipe in pipes:
            pipe.close()
        for process in processes:
            process.join(10)
            if process.is_alive():
                process.kill()
                process.join()
        torch.set_num_threads(threads)
        if before is None:
            os.environ.pop("OMP_NUM_THREADS", None)
        else:
            os.environ["OMP_NUM_THREADS"] = before


def launched() -> bool:
    """Whether ``accelerate launch`` (or torchrun) started this process as one of several."""
    return int(os.environ.get("WORLD_SIZE", "1")) > 1


class Accelerated:
    """Processes that ``accelerate launch`` started, or one process with a GPU."""

    def __init__(self, settings: TrainSettings) -> None:
        from accelerate import Accelerator

        if settings.processes > 1:
            raise PartgenError(f"processes is {settings.processes} under accelerate launch: it starts the processes, so leave that at 1")
        device = usable(settings.device)
        precision = "bf16" if half(settings, device) else "no"
        self._accelerator = Accelerator(mixed_precision=precision, cpu=settings.device == "cpu")
        self.rank, self.world = self._accelerator.process_index, self._accelerator.num_processes
        self.device = device if self.world == 1 else self._accelerator.device

    def decide(self, value: Any) -> Any:
        from accelerate.utils import broadcast_object_list

        return broadcast_object_list([value], from_process=0)[0]

    def gather(self, value: Any) -> list[Any]:
        from accelerate.utils import gather_object

        every = gather_object([value])
        return every if not self.rank else []

    def average(self, vector: Tensor) -> None:
        vector.copy_(self._accelerator.reduce(vector, reduction="mean"))

    def spread(self, vector: Tensor, owned: list[tuple[int, int, int]]) -> None:
        mine = torch.zeros_like(vector)
        for begin, end, owner in owned:
            if owner == self.rank:
                mine[begin:end] = vector[begin:end]
        every = self._accelerator.reduce(mine, reduction="sum")
        for begin, end, _ in owned:
            vector[begin:end] = every[begin:end]
