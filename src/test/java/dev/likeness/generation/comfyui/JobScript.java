package dev.likeness.generation.comfyui;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** How one job goes at a {@link FakeComfy}. Starts as the good case; every method makes one thing different. */
public final class JobScript {

    /** How a result is sent by {@code /view}. */
    public enum Transfer {
        WHOLE,
        /** In small pieces, each a moment after the other. */
        SLOW,
        /** The connection is closed half-way; the announced length is that of the whole. */
        CUT,
        /** It starts and never goes on. */
        STALLED
    }

    enum Ending {
        SUCCESS,
        ERROR,
        /** Goes on sampling until it is interrupted. */
        NEVER
    }

    enum Cached {
        NO,
        WITH_OUTPUTS,
        WITHOUT_OUTPUTS
    }

    /** What happens to the server or the job's client at some moment of the job. */
    @FunctionalInterface
    interface Happening {
        void happen(FakeProcess server, String clientId);
    }

    final Map<Moment, List<Happening>> happenings = new EnumMap<>(Moment.class);
    final Map<Moment, Gate> gates = new EnumMap<>(Moment.class);
    final Set<String> unsent = new TreeSet<>();
    Ending ending = Ending.SUCCESS;
    Cached cached = Cached.NO;
    Transfer transfer = Transfer.WHOLE;
    String failingClass = "";
    String exceptionType = "";
    String exceptionMessage = "";
    int steps = 3;
    boolean previews = true;
    byte[] previewImage = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xd9};
    boolean deaf;
    boolean noImages;
    boolean fileGone;
    boolean truncated;
    int width;
    int height;
    byte[] image;
    int metadataBytes;
    int historyPolls;

    private JobScript() {}

    public static JobScript normal() {
        return new JobScript();
    }

    /** Steps that the sampler reports. */
    public JobScript steps(int count) {
        steps = count;
        return this;
    }

    public JobScript withoutPreviews() {
        previews = false;
        return this;
    }

    /** Each preview frame carries these bytes (by default the shortest JPEG there is). */
    public JobScript previewImage(byte[] bytes) {
        previewImage = bytes;
        return this;
    }

    /** Ends in {@code execution_error} at the first node of this class. */
    public JobScript fails(String nodeClass, String type, String message) {
        ending = Ending.ERROR;
        failingClass = nodeClass;
        exceptionType = type;
        exceptionMessage = message;
        return this;
    }

    /** What InstantID says of a reference picture without a face. */
    public JobScript noFace() {
        return fails("ApplyInstantIDAdvanced", "Exception", "Reference Image: No face detected.\n");
    }

    public JobScript outOfMemory() {
        return fails(
                "KSampler",
                "torch.OutOfMemoryError",
                "Allocation on device \nThis error means you ran out of memory on your GPU.\n\n"
                        + "TIPS: If the workflow worked before you might have accidentally set the batch_size to a large"
                        + " number.");
    }

    /** As PyTorch before 2.5 names it. */
    public JobScript outOfMemoryAsEarlier() {
        outOfMemory();
        exceptionType = "torch.cuda.OutOfMemoryError";
        return this;
    }

    /** The file was there when the prompt was checked, and is not when it runs. */
    public JobScript modelFileGone() {
        return fails(
                "CheckpointLoaderSimple",
                "FileNotFoundError",
                "Model in folder 'checkpoints' with filename 'sd_xl_base_1.0.safetensors' not found.\n");
    }

    public JobScript neverEnds() {
        ending = Ending.NEVER;
        return this;
    }

    /** Takes an interrupt only when it ends: the work is inside a node that never asks. */
    public JobScript deaf() {
        deaf = true;
        return this;
    }

    /** Everything comes from the cache; {@code executed} is sent again, the files are those of the earlier job. */
    public JobScript cached() {
        cached = Cached.WITH_OUTPUTS;
        return this;
    }

    /** Everything comes from the cache, and the history shows no output: as older servers did. */
    public JobScript cachedWithoutOutputs() {
        cached = Cached.WITHOUT_OUTPUTS;
        return this;
    }

    /** Succeeds with an empty list of pictures. */
    public JobScript noImages() {
        noImages = true;
        return this;
    }

    /** The history names a file that {@code /view} does not have. */
    public JobScript fileGone() {
        fileGone = true;
        return this;
    }

    /** The result's size, whatever the graph says. */
    public JobScript imageOf(int wrongWidth, int wrongHeight) {
        width = wrongWidth;
        height = wrongHeight;
        return this;
    }

    /** The result's bytes, whatever they are. */
    public JobScript image(byte[] bytes) {
        image = bytes;
        return this;
    }

    /** The file on the server's disk ends half-way. */
    public JobScript truncatedImage() {
        truncated = true;
        return this;
    }

    public JobScript transfer(Transfer way) {
        transfer = way;
        return this;
    }

    /** A {@code workflow} text chunk of this size, besides the prompt that is always there. */
    public JobScript metadata(int bytes) {
        metadataBytes = bytes;
        return this;
    }

    /**
     * After {@code execution_success} the history stays empty for this many reads, or for a fifth of a second when
     * nobody reads; {@code executing} with no node comes after it, as always.
     */
    public JobScript historyAfterReads(int count) {
        historyPolls = count;
        return this;
    }

    /** Messages of this type are not sent: {@code execution_success} was unknown before August 2024. */
    public JobScript without(String messageType) {
        unsent.add(messageType);
        return this;
    }

    /** Waits there until the gate is opened; an interrupt ends the wait, as it ends a node. */
    public JobScript holdAt(Moment moment, Gate gate) {
        gates.put(moment, gate);
        return this;
    }

    public JobScript at(Moment moment, Runnable action) {
        return happening(moment, (server, client) -> action.run());
    }

    /** The socket is closed without a word. */
    public JobScript dropSocketAt(Moment moment) {
        return happening(moment, (server, client) -> server.sockets().drop(client));
    }

    /** The socket stays open and answers pings, and nothing comes any more. */
    public JobScript silentFrom(Moment moment) {
        return happening(moment, (server, client) -> server.sockets().silence(client));
    }

    /** As if a cable were cut: nothing comes, nothing is read, pings and close frames get no answer. */
    public JobScript halfOpenFrom(Moment moment) {
        return happening(moment, (server, client) -> server.sockets().halfOpen(client));
    }

    /** As somebody does in the editor, for all jobs. */
    public JobScript clearHistoryAt(Moment moment) {
        return happening(moment, (server, client) -> server.queue().history().clear());
    }

    /** The process dies and is started again: queue and history are gone. */
    public JobScript restartAt(Moment moment) {
        return happening(moment, (server, client) -> soon(server, server::restart));
    }

    /** The process dies and stays away. */
    public JobScript stopAt(Moment moment) {
        return happening(moment, (server, client) -> soon(server, server::stop));
    }

    /** Not while the job is at it. */
    private static void soon(FakeProcess server, Runnable end) {
        server.loop().runOnContext(tick -> end.run());
    }

    private JobScript happening(Moment moment, Happening happening) {
        happenings.computeIfAbsent(moment, any -> new ArrayList<>()).add(happening);
        return this;
    }
}
