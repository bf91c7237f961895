package dev.likeness.generation.comfyui;

import dev.likeness.generation.comfyui.ServerFault.Kind;

/** A job's place at a server, which must be given back; how the job went there is said before, once. */
final class Slot {

    private final ServerPool pool;
    private final Member member;
    private boolean judged;
    private boolean closed;
    private volatile boolean taken;

    Slot(ServerPool pool, Member member) {
        this.pool = pool;
        this.member = member;
    }

    ComfyServer server() {
        return member.server();
    }

    /** The job that it was meant for is there to use it, and to give it back. */
    void taken() {
        taken = true;
    }

    boolean isTaken() {
        return taken;
    }

    void heard(Signal signal) {
        if (signal instanceof Signal.QueueLength length) {
            pool.tell(() -> member.hasPrompts(length.prompts()));
        }
    }

    void succeeded() {
        judge(() -> member.breaker().succeeded());
    }

    void failed(Kind kind) {
        judge(() -> {
            member.breaker().failed();
            // Nobody else needs to find it out by himself; the next look at the server may find it well again.
            if (kind == Kind.UNREACHABLE || kind == Kind.UNFIT) {
                member.isSilent();
            }
        });
    }

    /** The server does not let go of the job. It gets no other before it has been looked at again, with what it is at. */
    void stuck() {
        judge(() -> member.breaker().failed());
        pool.tell(member::isSilent);
    }

    private void judge(Runnable verdict) {
        pool.tell(() -> {
            if (!judged) {
                judged = true;
                verdict.run();
            }
        });
    }

    void close() {
        judge(() -> member.breaker().undecided());
        pool.tell(() -> {
            if (!closed) {
                closed = true;
                member.givenBack();
            }
        });
    }
}
