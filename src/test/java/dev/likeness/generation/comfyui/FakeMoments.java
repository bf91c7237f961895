package dev.likeness.generation.comfyui;

import java.util.List;

/**
 * The turns and the moments of one run. At a moment happens what the test's script wants to happen; then the run waits
 * there, if a gate is shut.
 */
final class FakeMoments {

    private final FakeProcess process;
    private final FakeQueue.Item item;
    private final JobScript script;
    private boolean abandoned;
    /** How whoever waits inside a node goes on; null when nobody does. */
    private Runnable held;

    FakeMoments(FakeProcess process, FakeQueue.Item item) {
        this.process = process;
        this.item = item;
        this.script = item.script();
    }

    boolean abandoned() {
        return abandoned;
    }

    /** The process is gone: nothing more happens. */
    void abandon() {
        abandoned = true;
        held = null;
    }

    /** An interrupt has arrived: whoever waits inside a node wakes up, unless it is deaf. */
    void wake() {
        Runnable waiting = held;
        if (waiting != null && !script.deaf) {
            held = null;
            waiting.run();
        }
    }

    /** Nothing to report any more: sleeps inside a node until it is interrupted. */
    void sleep(Runnable woken) {
        held = woken;
    }

    void turn(Runnable step) {
        process.later(() -> {
            if (!abandoned) {
                step.run();
            }
        });
    }

    void moment(Moment moment, Runnable onwards) {
        turn(() -> {
            script.happenings
                    .getOrDefault(moment, List.of())
                    .forEach(happening -> happening.happen(process, item.clientId()));
            Gate gate = script.gates.get(moment);
            if (gate == null) {
                turn(onwards);
            } else {
                waitAt(gate, moment, onwards);
            }
        });
    }

    private void waitAt(Gate gate, Moment moment, Runnable onwards) {
        boolean[] passed = {false};
        Runnable once = () -> {
            if (!passed[0]) {
                passed[0] = true;
                held = null;
                turn(onwards);
            }
        };
        // Before it begins and after it ends there is no node that an interrupt could end.
        held = moment == Moment.STARTED || moment == Moment.SAMPLING ? once : null;
        gate.pass(() -> process.later(once));
    }
}
