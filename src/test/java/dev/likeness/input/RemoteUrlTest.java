package dev.likeness.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteUrlTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            textBlock =
                    """
            http://example.org false example.org 80 /
            https://example.org true example.org 443 /
            https://Example.ORG./a?b=c#d true example.org 443 /a?b=c
            http://example.org:8080?q false example.org 8080 /?q
            http://example.org:/x false example.org 80 /x
            https://93.184.216.34/x true 93.184.216.34 443 /x
            https://[2606:2800:220:1::1]:444/x true 2606:2800:220:1::1 444 /x
            https://bücher.example/ä|b true xn--bcher-kva.example 443 /%C3%A4%7Cb
            https://a_b.example.org/%20x true a_b.example.org 443 /%20x
            https://example.org/a/../b/./c?d=../e true example.org 443 /b/c?d=../e
            https://example.org/../.. true example.org 443 /
            """)
    void whatIsAskedForComesFromTheParts(String url, boolean secure, String host, int port, String target) {
        assertThat(RemoteUrl.parse(url)).isEqualTo(new RemoteUrl(secure, host, port, target));
    }

    /** Beside each message the URLs that are refused with it. */
    static Stream<Arguments> urlsThatCanBeReadInTwoWays() {
        Map<String, List<String>> urls = Map.ofEntries(
                Map.entry(
                        "only http:// and https:// URLs are fetched",
                        List.of("ftp://example.org/", "//example.org/", "http:/example.org/", "http:example.org")),
                Map.entry(
                        "the URL's host is not a host name",
                        List.of(
                                "http://",
                                "http:///x",
                                "https://?x",
                                "http://exa mple.org/",
                                "http://%31%32%37.0.0.1/",
                                "http://example..org/",
                                "http://.example.org/",
                                "http://-example.org/")),
                Map.entry(
                        "the URL has a user name or password in it, which are not sent",
                        List.of(
                                "http://user@example.org/",
                                "http://user:pw@example.org/",
                                "http://example.org@127.0.0.1/",
                                "http://example.org%2f@x/")),
                Map.entry(
                        "the URL has a control character or a backslash in it",
                        List.of(
                                "http://127.0.0.1\\@example.org/",
                                "http://example.org\\.internal/",
                                "http://example.org\r\nX: y/")),
                Map.entry(
                        "the URL's port is not one of 1 to 65535",
                        List.of(
                                "http://example.org:0/",
                                "http://example.org:65536/",
                                "http://example.org:-1/",
                                "http://example.org:80:80/",
                                "http://example.org:http/",
                                "http://①②⑦.0.0.1:x/")),
                Map.entry(
                        "write the URL's address as four decimal numbers, such as 192.0.2.1",
                        List.of(
                                "http://2130706433/",
                                "http://0x7f000001/",
                                "http://0x7f.0.0.1/",
                                "http://0177.0.0.1/",
                                "http://017700000001/",
                                "http://127.1/",
                                "http://127.0.1/",
                                "http://0/",
                                "http://0.0.0.0.0/",
                                "http://127.0.0.01/",
                                "http://127.0.0.256/",
                                "http://1.2.3.4.5/",
                                "http://example.0x1/",
                                "http://127.0.0.0x/")),
                Map.entry(
                        "the URL's host is not an address",
                        List.of(
                                "http://[::1/",
                                "http://[::1]x/",
                                "http://[fe80::1%25eth0]/",
                                "http://[fe80::1%eth0]/",
                                "http://[127.0.0.1]/",
                                "http://[example.org]/")));
        return urls.entrySet().stream()
                .flatMap(why -> why.getValue().stream().map(url -> Arguments.of(url, why.getKey())));
    }

    @ParameterizedTest
    @MethodSource("urlsThatCanBeReadInTwoWays")
    void whatCanBeReadInTwoWaysIsRefused(String url, String why) {
        assertThatThrownBy(() -> RemoteUrl.parse(url))
                .isInstanceOf(Refusal.class)
                .hasMessage(why);
    }

    @Test
    void digitsOfOtherScriptsAreTheSameAddress() {
        // IDN maps them, and so the address check sees what a browser would connect to.
        assertThat(RemoteUrl.parse("http://①②⑦.⓪.⓪.①/").host()).isEqualTo("127.0.0.1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            textBlock =
                    """
            https://cdn.example.org/b https://cdn.example.org:443/b
            http://cdn.example.org/b http://cdn.example.org:80/b
            //cdn.example.org/b https://cdn.example.org:443/b
            /b?c https://example.org:8443/b?c
            b https://example.org:8443/x/b
            ../b https://example.org:8443/b
            ../../../b https://example.org:8443/b
            ./b https://example.org:8443/x/b
            .. https://example.org:8443/
            . https://example.org:8443/x/
            /a/./b/../c?d=/../e https://example.org:8443/a/c?d=/../e
            /a/%2E%2e/.%2e/b https://example.org:8443/b
            https://cdn.example.org/a/.. https://cdn.example.org:443/
            /a//../b..c/...//. https://example.org:8443/a/b..c/...//
            ?c=d https://example.org:8443/x/y?c=d
            """)
    void redirectsMayLeaveOutWhatStaysTheSame(String location, String expected) {
        RemoteUrl to = RemoteUrl.parse("https://example.org:8443/x/y?q=/z").resolve(location);

        assertThat((to.secure() ? "https://" : "http://") + to.host() + ":" + to.port() + to.target())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"file:///etc/passwd", "data:image/png;base64,AA", "javascript:x", "gopher://x/", "http://u@x/"})
    void redirectsToOtherSchemesAreRefused(String location) {
        assertThatThrownBy(() -> RemoteUrl.parse("https://example.org/").resolve(location))
                .isInstanceOf(Refusal.class);
    }
}
