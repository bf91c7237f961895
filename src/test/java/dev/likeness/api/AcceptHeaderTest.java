package dev.likeness.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptHeaderTest {

    private static final String EVENTS = "text/event-stream";
    private static final String JSON = "application/json";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/event-stream",
                "Text/Event-Stream",
                "text/event-stream;q=0.5",
                "text/event-stream; charset=utf-8",
                "application/json, text/event-stream",
                "application/json;q=0.2, text/event-stream;q=0.20",
                "application/json;q=0, */*, text/event-stream;q=0.1",
                "application/*;q=0.1, */*;q=0.9, text/event-stream;q=0.1",
                "image/png, text/event-stream;q=0.001",
                " text/event-stream ",
                "text/event-stream;q=",
            })
    void a_type_that_is_named_and_weighs_no_less_is_preferred(String accept) {
        assertThat(of(accept).prefers(EVENTS, JSON)).isTrue();
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
                "application/json;q=1, text/event-stream;q=0.1",
                "text/event-stream; q=0.9, application/json",
                "text/event-stream;level=1;q=0.9, Application/JSON ; charset=utf-8",
                "*/*;q=0.1,text/event-stream;q=0.001",
                "application/*;q=0.7, text/event-stream;q=0.6, */*;q=0.1",
            })
    void a_type_that_is_not_named_or_weighs_less_is_not(String accept) {
        assertThat(of(accept).prefers(EVENTS, JSON)).isFalse();
    }

    @Test
    void several_headers_are_one_list() {
        assertThat(of("application/json", "text/event-stream;q=0.9").prefers(EVENTS, JSON))
                .isFalse();
        assertThat(of("text/event-stream", "application/json;q=0.9").prefers(EVENTS, JSON))
                .isTrue();
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
