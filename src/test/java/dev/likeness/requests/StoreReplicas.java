package dev.likeness.requests;

import static dev.likeness.requests.StoreSteps.SHORT;
import static dev.likeness.requests.StoreSteps.taken;

import java.time.Duration;
import java.util.Map;

/**
 * A place where requests are kept, as the tests see it: a replica is a store of its own that shares its state with the others.
 * What holds wherever that is stands in the interfaces that extend this one, by theme.
 */
interface StoreReplicas {

    /** A replica with this configuration. */
    RequestStore replica(Map<String, String> configuration);

    /** Lets so much time pass by the store's clock. */
    void pass(Duration time);

    /** By this replica, from one that was {@link StoreSteps#HASTY}. */
    default Turn takenOver(RequestStore store) {
        pass(SHORT.multipliedBy(2));
        return taken(store);
    }
}
