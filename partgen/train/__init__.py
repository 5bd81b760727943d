"""Training: one loop for every network; what is trained is a `Task`, how is `TrainSettings`."""

from partgen.train.loop import Result
from partgen.train.settings import TrainSettings
from partgen.train.task import Task
from partgen.train.trainer import train

__all__ = ["Result", "Task", "TrainSettings", "train"]
