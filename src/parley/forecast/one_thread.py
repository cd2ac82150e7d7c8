"""One thread for linear algebra, so that sums are added up in one order everywhere.

In: nothing. Out: a context in which the libraries behind numpy use one thread. The idea
to know: how many threads share a product changes the order of its sums, and with it the
last digits; and on small matrices threads cost more time than they save.
"""

from __future__ import annotations

from threadpoolctl import threadpool_limits

__all__ = ["one_thread"]


def one_thread() -> threadpool_limits:
    """Return a context manager that holds linear algebra to one thread.

    Examples
    --------
    >>> with one_thread():
    ...     total = 1 + 1
    >>> total
    2
    """
    return threadpool_limits(limits=1, user_api="blas")
