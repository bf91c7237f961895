package dev.likeness.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which headers an operator may add, and that no message has their values. */
class RequestHeaderTest {

    private record Entry(Optional<String> authorization, Optional<String> header, Optional<String> value)
            implements HeaderConfig {}

    @ParameterizedTest
    @CsvSource({
        "Bearer secret, , , Authorization, Bearer secret",
        ", X-Token, secret, X-Token, secret",
        ", CF-Access-Client-Secret, ' secret ', CF-Access-Client-Secret, secret",
        ", Cookie, session=secret; a=b, Cookie, session=secret; a=b",
    })
    void a_header_has_a_name_and_a_value(
            String authorization, String header, String value, String name, String content) {
        RequestHeader read = RequestHeader.of("likeness.a.logins.b", entry(authorization, header, value), Set.of());

        assertThat(read).isEqualTo(new RequestHeader(name, content));
        assertThat(read.toString()).doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, -, either authorization",
                "Bearer secret, X-Token, secret, either authorization",
                "-, X-Token, -, both header and value",
                "-, -, secret, either authorization",
                "Bearer secret, -, secret, both header and value",
                "-, a b, secret, not the name of a header",
                "-, 'X-Token:', secret, not the name of a header",
                "-, Größe, secret, not the name of a header",
                "-, Content-Length, secret, not the name of a header",
                "-, transfer-encoding, secret, not the name of a header",
                "-, Accept-Encoding, secret, not the name of a header",
                "-, Sec-WebSocket-Key, secret, not the name of a header",
                "-, X-Api-Key, secret, set by this service itself",
                "-, X-Token, sécret, visible ASCII",
                "-, X-Token, 'secret\nX-Evil: 1', visible ASCII",
                "'Bearer secret\nX-Evil: 1', -, -, visible ASCII",
            })
    void what_is_no_header_is_refused_by_its_key_and_not_repeated(
            String authorization, String header, String value, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RequestHeader.of(
                        "likeness.a.logins.b", entry(authorization, header, value), Set.of("x-api-key")))
                .withMessageStartingWith("likeness.a.logins.b: ")
                .withMessageContaining(why)
                .withMessageNotContaining("cret");
    }

    @Test
    void of_two_with_one_name_none_is_taken_silently() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RequestHeader.byName(
                        "likeness.a.logins",
                        List.of(new RequestHeader("X-Token", "secret"), new RequestHeader("x-token", "other"))))
                .withMessageStartingWith("likeness.a.logins: two entries set the header x-token")
                .withMessageNotContaining("secret");
    }

    private static Entry entry(String authorization, String header, String value) {
        return new Entry(Optional.ofNullable(authorization), Optional.ofNullable(header), Optional.ofNullable(value));
    }
}
