package dev.likeness.faults;

/** What happens to one connection when the place of an {@link Injection} is reached. */
@FunctionalInterface
public interface Fault {

    /** @throws InterruptedException when the proxy is closed meanwhile */
    void strike(ProxiedConnection connection, Injection injection) throws InterruptedException;

    /** Both ends get an RST; whatever the other side has not read yet is lost. */
    static Fault reset() {
        return (connection, injection) -> connection.reset();
    }

    /** From then on nothing is forwarded in either direction, and neither end learns of it. */
    static Fault halfOpen() {
        return (connection, injection) -> connection.silence();
    }

    /** The client gets a FIN: within a reply, the reply is truncated. */
    static Fault close() {
        return (connection, injection) -> connection.finish();
    }

    /** This direction stands still until {@link Injection#release}. */
    static Fault hold() {
        return (connection, injection) -> injection.awaitRelease();
    }

    /** The action is run first, such as one that cancels what the client does; then the connection goes on. */
    static Fault run(Runnable action) {
        return (connection, injection) -> action.run();
    }
}
