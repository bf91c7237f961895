package dev.likeness.api;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a client would like to get. A wish is followed where the contract has a choice and ignored elsewhere; nothing is
 * refused for it, since 406 means credits here.
 */
record AcceptHeader(List<String> mediaTypes) {

    static AcceptHeader of(HttpServerRequest request) {
        return new AcceptHeader(request.headers().getAll(HttpHeaders.ACCEPT).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .filter(range -> !range.replace(" ", "").matches("(?i).*;q=0(\\.0*)?(;.*)?"))
                .map(range -> range.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .toList());
    }

    /** Whether this very type is named; a wildcard does not name it. */
    boolean names(String mediaType) {
        return mediaTypes.contains(mediaType);
    }
}
