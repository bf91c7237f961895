package dev.likeness.generation.comfyui;

/** Something that went wrong with a server and not with the job: another server may do better. */
final class ServerFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    enum Kind {
        /** No connection: the request never left. */
        UNREACHABLE,
        /** It has begun to answer or to work and then has not gone on, or has forgotten the job. */
        LOST,
        /** It lacks a node or a model file. */
        UNFIT
    }

    private final Kind kind;

    ServerFault(Kind kind, String message) {
        this(kind, message, null);
    }

    ServerFault(Kind kind, String message, Throwable cause) {
        super(message, cause, false, false);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }
}
