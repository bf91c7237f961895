"""The algorithms by the examples of their documentation, and the manifests by docs/scaling.md."""

import pathlib
import re
import unittest

import report
from autoscaler import Behaviour, Hpa, Keda, desired_for_pods, desired_for_total
from model import arrivals, simulate, steady

ROOT = pathlib.Path(__file__).resolve().parents[3]
TEN_PERCENT_OR_FOUR = (("Pods", 4, 60), ("Percent", 10, 60))


class HpaTest(unittest.TestCase):
    def test_twice_the_target_doubles_and_half_of_it_halves(self):
        self.assertEqual(desired_for_pods(4, 4, [200] * 4, 100), 8)
        self.assertEqual(desired_for_pods(4, 4, [50] * 4, 100), 2)

    def test_within_a_tenth_of_the_target_nothing_changes(self):
        self.assertEqual(desired_for_pods(10, 10, [109] * 10, 100), 10)
        self.assertEqual(desired_for_pods(10, 10, [91] * 10, 100), 10)
        self.assertEqual(desired_for_pods(10, 10, [112] * 10, 100), 12)

    def test_a_pod_without_a_metric_counts_as_nothing_when_growing_and_as_the_target_when_shrinking(self):
        self.assertEqual(desired_for_pods(4, 2, [300, 300], 100), 6)
        self.assertEqual(desired_for_pods(4, 4, [10, 10], 100), 3)

    def test_growth_that_the_missing_pods_would_turn_round_does_not_happen(self):
        self.assertEqual(desired_for_pods(4, 2, [150, 150], 100), 4)

    def test_a_total_is_shared(self):
        self.assertEqual(desired_for_total(2, 31, 10), 4)
        self.assertEqual(desired_for_total(3, 31, 10), 3)

    def test_of_two_policies_the_larger_change_counts(self):
        """The documentation's: of 80 replicas 8 go in a minute, of 72 again 8, and below 40 four by the other policy."""
        behaviour = Behaviour(down_window=0, down=TEN_PERCENT_OR_FOUR)
        self.assertEqual(behaviour.apply(0, 80, 1), 72)
        self.assertEqual(behaviour.apply(30, 72, 1), 72)
        self.assertEqual(behaviour.apply(60, 72, 1), 64)
        self.assertEqual(Behaviour(down_window=0, down=TEN_PERCENT_OR_FOUR).apply(0, 38, 1), 34)

    def test_it_shrinks_to_the_highest_of_the_window_only(self):
        behaviour = Behaviour(down_window=300, down=(("Percent", 100, 15),))
        self.assertEqual(behaviour.apply(0, 10, 10), 10)
        self.assertEqual(behaviour.apply(150, 10, 4), 10)
        self.assertEqual(behaviour.apply(301, 10, 2), 4)

    def test_it_keeps_within_its_bounds(self):
        self.assertEqual(Hpa(1, 10, Behaviour()).step(0, 8, 100), 10)
        self.assertEqual(Hpa(3, 10, Behaviour(down_window=0)).step(0, 4, 0), 3)


class KedaTest(unittest.TestCase):
    def test_it_activates_above_the_activation_value_and_goes_to_nothing_after_the_cooldown(self):
        keda = Keda(Hpa(0, 10, Behaviour(down_window=0)), polling=15, cooldown=300, activation=5)
        self.assertEqual(keda.step(0, 0, 5, 1), 0)
        self.assertEqual(keda.step(7, 0, 50, 5), 0)
        self.assertEqual(keda.step(15, 0, 6, 1), 1)
        self.assertEqual(keda.step(30, 1, 0, 0), 1)
        self.assertEqual(keda.step(314, 1, 0, 0), 1)
        self.assertEqual(keda.step(315, 1, 0, 0), 0)

    def test_between_one_and_the_most_its_hpa_decides(self):
        keda = Keda(Hpa(0, 10, Behaviour()), activation=0)
        keda.step(0, 1, 9, 1)
        self.assertEqual(keda.step(15, 1, 9, 4), 4)


class ModelTest(unittest.TestCase):
    def test_the_same_seed_brings_the_same_arrivals_at_the_asked_rate(self):
        first, second = arrivals(steady(4), 1), arrivals(steady(4), 1)
        numbers = [first(t) for t in range(5000)]
        self.assertEqual(numbers, [second(t) for t in range(5000)])
        self.assertAlmostEqual(sum(numbers) / 5000, 4, delta=0.15)

    def test_nobody_waits_where_there_is_room_and_all_do_where_there_is_none(self):
        fixed = Hpa(100, 100, Behaviour())
        self.assertEqual(simulate(steady(1), 600, 1, 10, 1, 90, 100, fixed, "total", 1).wait(0.99), 0)
        few = Hpa(5, 5, Behaviour())
        self.assertGreater(simulate(steady(1), 600, 1, 10, 1, 90, 5, few, "total", 1).wait(0.5), 60)

    def test_replicas_that_are_ordered_cost_from_then_on_and_work_only_when_they_are_ready(self):
        scaler = Hpa(1, 20, Behaviour())
        run = simulate(steady(1), 300, 1, 10, 1, 90, 1, scaler, "total", 0.8)
        self.assertEqual([ready for t, _, _, ready, _, _ in run.series if t < 90], [1] * 90)
        self.assertGreater(run.wait(0.95), 60)


class ChoiceTest(unittest.TestCase):
    """What docs/scaling.md says of its numbers is true of the tables, and the manifests have them."""

    def test_a_target_of_a_server_below_one_is_what_keeps_the_number_still(self):
        chosen, swinging = report.gpus("steady", 0.8, 300), report.gpus("steady", 2, 300)
        self.assertLessEqual(chosen.reversals, 3)
        self.assertGreater(swinging.reversals, 10)
        self.assertLess(chosen.hours, swinging.hours)
        self.assertEqual(chosen.wait(0.99), 0)

    def test_the_manifests_have_the_numbers_of_the_document(self):
        rows = re.findall(r"^\| (gateway|comfyui) \| `(\w+)` \| `(\d+)` \|$", (ROOT / "docs/scaling.md").read_text(), re.M)
        self.assertEqual([name for name, _, _ in rows], ["gateway", "comfyui"])
        files = {"gateway": "k8s/base/horizontalpodautoscaler.yaml", "comfyui": "k8s/components/comfyui/horizontalpodautoscaler.yaml"}
        for name, target, window in rows:
            path = ROOT / files[name]
            if name == "comfyui" and not path.exists():
                continue
            text = path.read_text()
            with self.subTest(name):
                self.assertEqual(re.search(r'averageValue: "?(\w+)"?', text).group(1), target)
                down = text[text.index("scaleDown:"):]
                self.assertEqual(re.search(r"stabilizationWindowSeconds: (\d+)", down).group(1), window)


if __name__ == "__main__":
    unittest.main()
