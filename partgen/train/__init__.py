"""Training: objects to learn from, tasks, and one loop for all of them; how to train is `TrainSettings`."""

from partgen.train.loop import Result
from partgen.train.settings import TrainSettings
from partgen.train.task import Task
from partgen.train.trainer import train

__all__ = ["Result", "Task", "TrainSettings", "train"]
