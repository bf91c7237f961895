package dev.likeness.input;

import dev.likeness.error.FieldViolation;
import dev.likeness.error.InvalidRequest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Which hosts a caller's URL may lead to. A host is looked up here and connected to by the addresses that come of it, so that
 * a name server that answers differently the second time gains nothing.
 */
@Singleton
public final class PublicHosts {

    private final AddressRules rules;
    private final HostResolver resolver;

    public PublicHosts(AddressRules rules, HostResolver resolver) {
        this.rules = rules;
        this.resolver = resolver;
    }

    /** @throws InvalidRequest that names the field, when the text is no http or https URL */
    public RemoteUrl parse(String field, String text) {
        try {
            return RemoteUrl.parse(text);
        } catch (Refusal refusal) {
            throw InvalidRequest.violating(List.of(new FieldViolation(field, refusal.getMessage())));
        }
    }

    /**
     * The host's addresses, once all of them are known to be allowed.
     *
     * @return fails with one and the same refusal for what may not be reached and for what is unknown
     */
    public Uni<List<InetAddress>> addresses(RemoteUrl url) {
        return resolver.resolve(url.host())
                .onFailure(UnknownHostException.class)
                .transform(unknown -> notPublic())
                .invoke(addresses -> {
                    if (addresses.isEmpty()
                            || !rules.allowsHost(url.host())
                                    && !addresses.stream().allMatch(address -> rules.allows(address, url.port()))) {
                        throw notPublic();
                    }
                });
    }

    private static Refusal notPublic() {
        return new Refusal("its host is unknown, or not an address or port of the public internet;"
                + " only such addresses are fetched");
    }
}
