package dev.likeness.auth;

import dev.likeness.store.StoreConfig;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/** Says at the start that no call can succeed, and what to do about it. */
@ApplicationScoped
class NobodyMayCall {

    private static final Logger LOG = Logger.getLogger(NobodyMayCall.class);

    /** Those who have keys in Redis may call, whatever this process is configured with. */
    void warn(@Observes StartupEvent started, AuthConfig accounts, AdminConfig administrators, StoreConfig where) {
        if (accounts.accounts().isEmpty()
                && administrators.token().isEmpty()
                && where.store() == StoreConfig.Kind.MEMORY) {
            LOG.warn(
                    "No API key is configured: every call is answered 401. Add one with"
                            + " likeness.auth.accounts.<name>.key-sha256=$(printf %s \"$KEY\" | sha256sum | cut -d' ' -f1)"
                            + " and likeness.auth.accounts.<name>.credits=<amount>, or set likeness.admin.token and create some");
        }
    }
}
