"""How long signing in waits after failures (登录失败处理, GB/T 22239-2019 8.1.4.1): five in a row, then longer each time.

Measured with the clock that only runs forward (`app.clock.stopwatch`), which every program on one running computer shares:
a new process does not begin anew, and setting the wall clock changes nothing. After a restart of the computer that clock
begins at nought, so a wait that would be longer than the rule begins once more; it is never shorter.
"""

from __future__ import annotations

TRIES = 5
"""Failures in a row before the first wait."""
FIRST_WAIT = 5 * 60 * 1000
LONGEST_WAIT = 60 * 60 * 1000
"""Milliseconds of the first wait, and of the longest; each further failure doubles it."""


def wait_after(failures: int) -> int:
    """Milliseconds to wait after so many failures in a row."""
    if failures < TRIES:
        return 0
    return min(FIRST_WAIT << min(failures - TRIES, 16), LONGEST_WAIT)


def until(failures: int, stored: int, ticks: int) -> int:
    """When the wait ends, in milliseconds of the forward clock that stands at `ticks`; at or before `ticks`: no wait.

    `stored` is what was noted at the last failure. One that lies further ahead than the rule allows was noted before the
    computer was started again (or by an older version, in wall time): the wait begins anew now.
    """
    wait = wait_after(failures)
    return ticks + wait if stored - ticks > wait else stored


def minutes_left(ends: int, ticks: int) -> int:
    """Whole minutes until the wait ends, begun ones counted; 0 when it is over."""
    return max(0, -(-(ends - ticks) // 60_000))
