"""Chunks that wait for their turn, and which of them comes first; :mod:`kennan.server.worker` says by what order."""

from __future__ import annotations

from kennan.server.jobs import GLANCE, WIDTH, Chunk, Job
from kennan.server.turns import Turns

#: Ranks of chunks in the order in which they are looked through: for a few pages, and turn by turn for a class. There
#: what a hand waits for needs a third of the turns, since the more wait the more share a chunk.
FEW_PAGES = (0, 1, 2)
A_CLASS = ((0, 1, 2), (1, 0, 2), (1, 0, 2), (0, 1, 2), (1, 0, 2), (2, 1, 0))


class Waiting:
    """Chunks on their way, and jobs of many worlds of which some chunks are not taken up.

    Nothing here is locked: whoever calls holds the worker's lock.
    """

    def __init__(self) -> None:
        self.chunks: list[Chunk] = []
        self.long: list[Job] = []
        self.turns, self.long_turns, self.turn = Turns(), Turns(), 0

    def __bool__(self) -> bool:
        """Return whether anything waits."""
        return bool(self.chunks or self.long)

    def add(self, job: Job) -> None:
        """Let a new job wait."""
        if job.long:
            self.long.append(job)
        else:
            job.cuts.clear()
            self.chunks.append(Chunk([job]))

    def drop(self, job: Job) -> None:
        """Leave a job that nobody asks for; a chunk that others share stays."""
        job.cuts.clear()
        if job in self.long:
            self.long.remove(job)
        self.chunks = [chunk for chunk in self.chunks if chunk.askers]

    def next(self, crowded: bool) -> Chunk:
        """Take out the chunk whose turn it is; something must wait.

        Parameters
        ----------
        crowded : a class asks at once, so that ranks take turns.
        """
        self.turn += 1
        order = A_CLASS[self.turn % len(A_CLASS)] if crowded else FEW_PAGES
        found = (self._of_rank(rank) for rank in order)
        return next(chunk for chunk in found if chunk)

    def _of_rank(self, rank: int) -> Chunk | None:
        """Take the next chunk of a rank out of those that wait, if there is one."""
        mine = [chunk for chunk in self.chunks if chunk.rank == rank]
        if begun := [chunk for chunk in mine if not chunk.fresh]:
            chunk = max(begun, key=lambda one: one.years)
        elif mine:
            if rank == 1:
                most = max(len(chunk.askers) for chunk in mine)
                mine = [chunk for chunk in mine if len(chunk.askers) == most]
            chunk = self.turns.longest_ago(mine)
            self.turns.served(chunk.askers)
        else:
            return self._of_many() if rank == 2 and self.long else None
        self.chunks.remove(chunk)
        chunk.fresh = False
        if not chunk.steps:
            self._bring_together(chunk)
        return chunk

    def _of_many(self) -> Chunk:
        """Take up a chunk of many worlds: of the job that is nearest to its end, if one was begun."""
        if begun := [job for job in self.long if job.taken_up]:
            job = min(begun, key=lambda one: one.left)
        else:
            job = self.long_turns.longest_ago(self.long)
            self.long_turns.served(job.askers)
            job.taken_up = True
        chunk = Chunk([job], job.cuts.popleft(), fresh=False)
        if not job.cuts:
            self.long.remove(job)
        return chunk

    def _bring_together(self, chunk: Chunk) -> None:
        """Let kin that wait for a glance be walked in the same chunk."""
        family = chunk.jobs[0].family
        others = [one for one in self.chunks if family and not one.steps and one.jobs[0].family == family]
        while others and len(chunk.jobs) < WIDTH // GLANCE:
            other = self.turns.longest_ago(others)
            self.turns.served(other.askers)
            others.remove(other)
            self.chunks.remove(other)
            chunk.jobs += other.jobs
