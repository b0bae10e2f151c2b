"""A side of pool.php in Python: the same requests on stdin and the same answers on stdout as in pool_side.inc.

usage: pool_peer.py multiprocessing|executor HEAP_MIB

SPDX-License-Identifier: Apache-2.0
"""
import collections
import concurrent.futures
import multiprocessing
import sys
import time

now = time.monotonic_ns
kind = sys.argv[1]


def task(x):
    return x + 1 if isinstance(x, int) else now() if x is None else x


class Multiprocessing:
    def __init__(self, workers):
        self.pool = multiprocessing.get_context("fork").Pool(workers)

    def submit(self, x):
        return self.pool.apply_async(task, (x,)).get

    def map(self, items):
        return self.pool.map(task, items)

    def close(self):
        self.pool.close()
        self.pool.join()


class Executor:
    def __init__(self, workers):
        self.pool = concurrent.futures.ProcessPoolExecutor(workers, multiprocessing.get_context("fork"))

    def submit(self, x):
        return self.pool.submit(task, x).result

    def map(self, items):
        return list(self.pool.map(task, items))

    def close(self):
        self.pool.shutdown()


def check(result, x):
    if not (result == x + 1 if isinstance(x, int) else len(result) == len(x)):
        raise RuntimeError("a wrong result")


def ahead(pool, x, count, window):
    waiting = collections.deque()
    for _ in range(count):
        if len(waiting) >= window:
            check(waiting.popleft()(), x)
        waiting.append(pool.submit(x))
    while waiting:
        check(waiting.popleft()(), x)


def dispatch(pool, count):
    times = []
    for _ in range(count):
        time.sleep(0.001)
        begin = now()
        times.append(pool.submit(None)() - begin)
    return times


def serve(make):
    pool = None
    for line in sys.stdin:
        what, *numbers = line.split()
        numbers = [int(number) for number in numbers]
        begin = now()
        if what == "open":
            pool = make(numbers[0])
            made = now()
            check(pool.submit(1)(), 1)
            answer = [made - begin, now() - begin]
        elif what == "close":
            pool.close()
            pool = None
            answer = [0]
        elif what == "dispatch":
            answer = dispatch(pool, numbers[0])
        elif what == "map":
            result = pool.map(range(numbers[0]))
            answer = [(now() - begin) // numbers[0]]
            check(result[-1], numbers[0] - 1)
        else:
            x = 1 if numbers[1] == 0 else "x" * numbers[1]
            begin = now()
            if what == "each":
                for _ in range(numbers[0]):
                    check(pool.submit(x)(), x)
            else:
                ahead(pool, x, numbers[0], numbers[2])
            answer = [(now() - begin) // numbers[0]]
        print(*answer, flush=True)


if __name__ == "__main__":
    heap = b"x" * (int(sys.argv[2]) * 1024 * 1024)
    print("ready Python", sys.version.split()[0], flush=True)
    serve(Multiprocessing if kind == "multiprocessing" else Executor)
