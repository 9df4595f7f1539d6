"""What falls due in a record, and when. No clock is read, and the intervals are data that a force can replace."""

from missingpersons.due.clock import Clock, State
from missingpersons.due.clocks import clocks
from missingpersons.due.intervals import Interval, Intervals, library_intervals, load_intervals

__all__ = ["Clock", "Interval", "Intervals", "State", "clocks", "library_intervals", "load_intervals"]
