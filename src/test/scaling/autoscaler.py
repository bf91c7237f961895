"""The published algorithms of Kubernetes' HorizontalPodAutoscaler (v2) and of KEDA, as far as they decide on a number.

https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/ and https://keda.sh/docs/latest/concepts/scaling-deployments/
"""

import math
from collections import deque

TOLERANCE = 0.1
SYNC_SECONDS = 15


def desired_for_pods(current, ready, values, target, tolerance=TOLERANCE):
    """A Pods metric with AverageValue; `values` are of the ready pods that have one.

    Pods without a value count as 0 when that would grow the number and as the target when it would shrink it; if the ratio then
    turns round, or is within the tolerance, nothing changes.
    """
    if not values:
        return current
    ratio = sum(values) / (len(values) * target)
    missing = current - len(values)
    if missing == 0:
        return current if abs(1 - ratio) <= tolerance else math.ceil(ready * ratio)
    assumed = 0 if ratio > 1 else target
    again = (sum(values) + missing * assumed) / ((len(values) + missing) * target)
    if abs(1 - again) <= tolerance or (ratio < 1) != (again < 1):
        return current
    return math.ceil(again * (len(values) + missing))


def desired_for_total(current, total, target, tolerance=TOLERANCE):
    """An External metric with AverageValue: a total to be shared by all pods."""
    if current > 0 and abs(1 - total / (target * current)) <= tolerance:
        return current
    return math.ceil(total / target)


class Behaviour:
    """Stabilisation windows and policies. A policy is (kind, value, period in seconds), kind "Percent" or "Pods"."""

    def __init__(self, up_window=0, up=(("Percent", 100, 15), ("Pods", 4, 15)), down_window=300, down=(("Percent", 100, 15),)):
        self.up_window, self.up, self.down_window, self.down = up_window, up, down_window, down
        self.recommendations = deque()
        self.changes = deque()

    def apply(self, now, current, desired):
        """The number that is really set, the largest change among the policies (selectPolicy: Max)."""
        longest = max(self.up_window, self.down_window)
        while self.recommendations and self.recommendations[0][0] < now - longest:
            self.recommendations.popleft()
        lowest = min([desired] + [n for t, n in self.recommendations if t >= now - self.up_window])
        highest = max([desired] + [n for t, n in self.recommendations if t >= now - self.down_window])
        self.recommendations.append((now, desired))
        stable = min(max(current, lowest), highest)
        if stable > current:
            result = min(stable, max(self._limit(now, current, policy, 1) for policy in self.up))
        elif stable < current:
            result = max(stable, min(self._limit(now, current, policy, -1) for policy in self.down))
        else:
            result = current
        result = max(result, current) if stable > current else min(result, current) if stable < current else result
        if result != current:
            self.changes.append((now, result - current))
        return result

    def _limit(self, now, current, policy, sign):
        kind, value, period = policy
        moved = sum(n for t, n in self.changes if t > now - period and n * sign > 0)
        begin = current - moved
        if kind == "Pods":
            return begin + sign * value
        return math.ceil(begin * (1 + value / 100)) if sign > 0 else math.floor(begin * (1 - value / 100))


class Hpa:
    """Looks every 15 s."""

    def __init__(self, least, most, behaviour):
        self.least, self.most, self.behaviour = least, most, behaviour

    def step(self, now, current, desired):
        return min(self.most, max(self.least, self.behaviour.apply(now, current, desired)))


class Keda:
    """From 0 to 1 and back by itself; between 1 and the most it leaves the work to the HPA that it makes."""

    def __init__(self, hpa, polling=15, cooldown=300, activation=0, idle=0):
        self.hpa, self.polling, self.cooldown, self.activation, self.idle = hpa, polling, cooldown, activation, idle
        self.active_at = None

    def step(self, now, current, value, desired):
        if now % self.polling == 0 and value > self.activation:
            self.active_at = now
            if current == self.idle:
                return max(1, self.hpa.least)
        if self.idle == 0 and self.hpa.least == 0 and current > 0:
            if self.active_at is None or now - self.active_at >= self.cooldown:
                return 0
        if current == 0:
            return 0
        return self.hpa.step(now, current, max(1, desired)) if now % SYNC_SECONDS == 0 else current
