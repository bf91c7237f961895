"""Requests that arrive, wait first come first served, and are worked on by replicas that take time to start. One step is 1 s."""

import math
import random
from collections import Counter, deque

from autoscaler import SYNC_SECONDS, desired_for_pods, desired_for_total


def steady(rate):
    return lambda t: rate


def burst(base, peak, begin, end):
    return lambda t: peak if begin <= t < end else base


def daily(peak, least):
    """One sine a day, lowest at the beginning."""
    return lambda t: least + (peak - least) * (1 - math.cos(2 * math.pi * t / 86400)) / 2


def arrivals(rate, seed):
    """Poisson; above 50 a second its normal approximation, which is what it then looks like."""
    source = random.Random(seed)

    def at(t):
        mean = rate(t)
        if mean > 50:
            return max(0, round(source.gauss(mean, math.sqrt(mean))))
        limit, product, n = math.exp(-mean), source.random(), 0
        while product > limit:
            product *= source.random()
            n += 1
        return n

    return at


class Result:
    def __init__(self):
        self.waits = Counter()
        self.series = []
        self.replica_seconds = 0
        self.reversals = 0
        self.longest_queue = 0

    def wait(self, share):
        """The wait in seconds that this share of the requests does not exceed."""
        left = share * sum(self.waits.values())
        for seconds in sorted(self.waits):
            left -= self.waits[seconds]
            if left <= 0:
                return seconds
        return 0

    @property
    def hours(self):
        return self.replica_seconds / 3600


def simulate(rate, seconds, seed, service, slots, startup, first, scaler, metric, target):
    """`service`: seconds of one request on one of a replica's `slots`. `metric`: "pods" (in flight on each, waiting not seen)
    or "total" (in flight and waiting together)."""
    arrive = arrivals(rate, seed)
    starting, ready, busy = deque(), first, 0
    queue, ending = deque(), deque()
    waiting = 0
    result = Result()
    last_move = (0, -math.inf)
    for t in range(seconds):
        while starting and starting[0][0] <= t:
            ready += starting.popleft()[1]
        while ending and ending[0][0] <= t:
            busy -= ending.popleft()[1]
        n = arrive(t)
        if n:
            queue.append([t, n])
            waiting += n
        free = ready * slots - busy
        begun = 0
        while free > 0 and queue:
            took = min(free, queue[0][1])
            result.waits[t - queue[0][0]] += took
            queue[0][1] -= took
            free -= took
            begun += took
            if queue[0][1] == 0:
                queue.popleft()
        if begun:
            waiting -= begun
            busy += begun
            ending.append((t + service, begun))
        result.longest_queue = max(result.longest_queue, waiting)
        replicas = ready + sum(count for _, count in starting)
        if t % SYNC_SECONDS == 0:
            if metric == "pods":
                # All ready pods have the same share; one that is given up works to its end and is counted no more.
                values = [min(slots, busy / ready)] * ready if ready else []
                desired = desired_for_pods(replicas, ready, values, target)
            else:
                desired = desired_for_total(replicas, busy + waiting, target)
            change = scaler.step(t, replicas, desired) - replicas
            if change > 0:
                starting.append((t + startup, change))
            elif change < 0:
                # A ReplicaSet lets those go first that are not ready yet.
                left = -change
                while left and starting:
                    took = min(left, starting[-1][1])
                    left -= took
                    rest = starting[-1][1] - took
                    at = starting.pop()[0]
                    if rest:
                        starting.append((at, rest))
                ready -= left
            if change:
                if change * last_move[0] < 0 and t - last_move[1] < 600:
                    result.reversals += 1
                last_move = (change, t)
        result.replica_seconds += max(replicas, math.ceil(busy / slots))
        if t % max(1, seconds // 600) == 0:
            oldest = t - queue[0][0] if queue else 0
            result.series.append((t, rate(t), replicas, ready, rate(t) * service / slots, oldest))
    return result
