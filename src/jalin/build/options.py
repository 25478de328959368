"""How to build: what a person chooses."""

import sys
from dataclasses import dataclass

from jalin.stages import Run


@dataclass(frozen=True)
class Options:
    """How to build: the parameters of every notebook, the seconds a cell may take, and how kernels start."""

    through: str = ""
    language: str = ""
    seed: int = 2024
    timeout: int = 3600
    jobs: int = 0
    plain: bool = False
    # of a report, the page alone, and of the stages before it their tables
    page: bool = False

    def recorded(self, run: Run) -> dict[str, str | int]:
        """What is kept of how `run` was made: the parameters of its notebook, and whether the notebook was shown."""
        bare: dict[str, str | int] = {"shown": False} if self.bare else {}
        return self.parameters(run) | bare

    @property
    def bare(self) -> bool:
        """Whether no notebook is to be shown: of a stage its tables are all that is wanted, of a report its page."""
        return self.page and self.warm

    def parameters(self, run: Run) -> dict[str, str | int]:
        """The parameters of the notebook of `run`."""
        own: dict[str, str | int] = {"case": run.case} if run.case else {}
        if run.language:
            own |= {"language": run.language, "languages": run.language}
        if run.page and self.page:
            own["paper"] = False
        return self.chosen | own

    @property
    def chosen(self) -> dict[str, str | int]:
        """The parameters that a person chooses, the same for every notebook."""
        return {"through": self.through, "language": self.language, "seed": self.seed}

    @property
    def warm(self) -> bool:
        """Whether kernels are forked: only where that is safe."""
        return sys.platform == "linux" and not self.plain
