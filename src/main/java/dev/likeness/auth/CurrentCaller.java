package dev.likeness.auth;

import jakarta.enterprise.context.RequestScoped;

/** Who makes the present request. Read it before the work leaves the request's own context. */
@RequestScoped
public class CurrentCaller {

    private Caller caller;

    void is(Caller caller) {
        this.caller = caller;
    }

    public Caller get() {
        if (caller == null) {
            throw new IllegalStateException("asked for the caller of a resource that is not @Authenticated");
        }
        return caller;
    }
}
