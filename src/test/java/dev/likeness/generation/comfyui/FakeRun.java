package dev.likeness.generation.comfyui;

import static dev.likeness.generation.comfyui.FakeReport.object;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One prompt while it is executed: a step a turn of the event loop, so that whatever else arrives comes in between. */
final class FakeRun {

    private static final int TILES = 4;

    private final FakeWorker worker;
    private final FakeQueue.Item item;
    private final JobScript script;
    private final PromptGraph graph;
    private final FakeMoments moments;
    private final FakeReport report;
    private final FakeResults results;
    /** Of the nodes. */
    private final List<String> order;

    private final Set<String> cached = new HashSet<>();
    private String node;

    FakeRun(FakeProcess process, FakeWorker worker, FakeQueue.Item item) {
        this.worker = worker;
        this.item = item;
        this.script = item.script();
        this.graph = new PromptGraph(item.graph(), process.files());
        this.moments = new FakeMoments(process, item);
        this.report = new FakeReport(process, item);
        this.results = new FakeResults(process.files(), graph, item);
        this.order = graph.order(item.outputs());
    }

    void begin() {
        moments.moment(Moment.TAKEN, () -> {
            worker.forgetInterrupt();
            report.message("execution_start", object());
            moments.moment(Moment.STARTED, this::cached);
        });
    }

    /** The process is gone: nothing more happens. */
    void abandon() {
        moments.abandon();
    }

    /** An interrupt has arrived. */
    void wake() {
        moments.wake();
    }

    /** That is executed; null before the first one and after the last. */
    String node() {
        return node;
    }

    FakeQueue.Item item() {
        return item;
    }

    private void cached() {
        for (String id : order) {
            boolean loader = !graph.hasLinks(id) && !graph.type(id).equals("LoadImage");
            if (script.cached != JobScript.Cached.NO || loader && worker.cached(graph.type(id) + graph.inputs(id))) {
                cached.add(id);
            }
        }
        ObjectNode data = object();
        cached.forEach(data.putArray("nodes")::add);
        report.message("execution_cached", data);
        execute(0);
    }

    private void execute(int index) {
        if (index == order.size()) {
            moments.moment(Moment.EXECUTED, this::succeed);
            return;
        }
        node = order.get(index);
        if (cached.contains(node)) {
            skip();
            moments.turn(() -> execute(index + 1));
            return;
        }
        if (interrupted()) {
            return;
        }
        report.running(node);
        if (script.ending == JobScript.Ending.ERROR && graph.type(node).equals(script.failingClass)) {
            fail();
        } else if (graph.type(node).equals("ImageUpscaleWithModel")) {
            moments.turn(() -> tile(1, index));
        } else if (graph.type(node).equals("KSampler")) {
            moments.turn(() -> sample(1, index));
        } else {
            moments.turn(() -> finish(index));
        }
    }

    private void skip() {
        report.skipped(node);
        if (script.cached == JobScript.Cached.WITH_OUTPUTS
                && node.equals(item.outputs().get(0))) {
            report.output(node, results.save(node));
        }
    }

    /** An upscaler counts its tiles, from one again. */
    private void tile(int tile, int index) {
        if (interrupted()) {
            return;
        }
        if (tile > TILES) {
            finish(index);
            return;
        }
        report.counted(node, tile, TILES);
        moments.turn(() -> tile(tile + 1, index));
    }

    private void sample(int step, int index) {
        if (interrupted()) {
            return;
        }
        if (step <= script.steps) {
            report.step(node, step, script.steps);
        }
        Runnable onwards = () -> afterStep(step, index);
        if (step == 1) {
            moments.moment(Moment.SAMPLING, onwards);
        } else {
            moments.turn(onwards);
        }
    }

    private void afterStep(int step, int index) {
        if (script.ending != JobScript.Ending.NEVER && step >= script.steps) {
            finish(index);
        } else if (step <= script.steps) {
            sample(step + 1, index);
        } else if (!interrupted()) {
            moments.sleep(() -> sample(step, index));
        }
    }

    private void finish(int index) {
        if (interrupted()) {
            return;
        }
        if (graph.type(node).equals("SaveImage") || graph.type(node).equals("PreviewImage")) {
            report.output(node, results.save(node));
        } else if (graph.type(node).equals("DWPreprocessor")) {
            ObjectNode output = object();
            output.putArray("openpose_json").add("[]");
            report.output(node, output);
        }
        report.finished(node);
        moments.turn(() -> execute(index + 1));
    }

    private void succeed() {
        if (worker.interrupted() && script.deaf) {
            endInterrupted();
            return;
        }
        report.message("execution_success", object());
        node = null;
        moments.moment(
                Moment.SUCCEEDED,
                () -> worker.writeHistory(item.promptId(), script.historyPolls, () -> record(Journal.Outcome.SUCCESS)));
    }

    private void fail() {
        ObjectNode data = report.stoppedAt(node, graph.type(node));
        data.put("exception_message", script.exceptionMessage).put("exception_type", script.exceptionType);
        data.putArray("traceback").add("  File \"/comfyui/execution.py\", line 496, in execute\n");
        data.putObject("current_inputs");
        data.putArray("current_outputs");
        report.message("execution_error", data);
        node = null;
        moments.turn(() -> record(Journal.Outcome.ERROR));
    }

    /** Whether an interrupt ends the run here; a node that is deaf never asks. */
    private boolean interrupted() {
        boolean ends = worker.interrupted() && !script.deaf;
        if (ends) {
            endInterrupted();
        }
        return ends;
    }

    private void endInterrupted() {
        report.message("execution_interrupted", report.stoppedAt(node, graph.type(node == null ? "" : node)));
        node = null;
        moments.turn(() -> record(Journal.Outcome.INTERRUPTED));
    }

    private void record(Journal.Outcome outcome) {
        if (moments.abandoned()) {
            return;
        }
        worker.recorded(item, report.history(outcome == Journal.Outcome.SUCCESS), outcome);
        moments.moment(Moment.RECORDED, () -> {
            report.send("executing", object().putNull("node"));
            moments.moment(Moment.ENDED, worker::over);
        });
    }
}
