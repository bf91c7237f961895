package dev.likeness.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.lang.reflect.Proxy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptHeaderTest {

    private static final String EVENTS = "text/event-stream";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/event-stream",
                "Text/Event-Stream",
                "text/event-stream;q=0.5",
                "text/event-stream; charset=utf-8",
                "application/json, text/event-stream",
                "*/*;q=0.1,text/event-stream;q=0.001",
                " text/event-stream ",
            })
    void a_type_that_stands_in_it_is_named(String accept) {
        assertThat(of(accept).names(EVENTS)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*/*",
                "text/*",
                "application/json",
                "text/event-stream;q=0",
                "text/event-stream; q=0.000",
                "text/event-stream ; Q=0.0; x=y",
                "text/event-streams",
                ",;,;q=,",
                "\"text/event-stream\"",
            })
    void a_type_that_does_not_or_is_ruled_out_is_not(String accept) {
        assertThat(of(accept).names(EVENTS)).isFalse();
    }

    private static AcceptHeader of(String... accept) {
        var headers = HttpHeaders.headers();
        for (String value : accept) {
            headers.add(HttpHeaders.ACCEPT, value);
        }
        return AcceptHeader.of((HttpServerRequest) Proxy.newProxyInstance(
                AcceptHeaderTest.class.getClassLoader(),
                new Class<?>[] {HttpServerRequest.class},
                (proxy, method, arguments) -> headers));
    }
}
