package dev.likeness.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BaseUrlTest {

    @ParameterizedTest
    @CsvSource({
        "http://comfy_ui:8188, false, comfy_ui, 8188, ''",
        "HTTPS://Comfy_UI.Example_Net./a_b/, true, comfy_ui.example_net., 443, /a_b",
        "http://_a_, false, _a_, 80, ''",
        "http://10.0.0.7:, false, 10.0.0.7, 80, ''",
        "http://[fd00::7]:8188/x%20y//, false, fd00::7, 8188, /x%20y",
        "http://gpu-1.svc/, false, gpu-1.svc, 80, ''",
    })
    void a_server_is_read_from_its_url(URI url, boolean secure, String host, int port, String path) {
        BaseUrl base = BaseUrl.of(url).orElseThrow();

        assertThat(base.secure()).isEqualTo(secure);
        assertThat(base.host()).isEqualTo(host);
        assertThat(base.port()).isEqualTo(port);
        assertThat(base.path()).isEqualTo(path);
        assertThat(base.user()).isEmpty();
    }

    @Test
    void a_user_is_decoded_and_not_shown() {
        BaseUrl base =
                BaseUrl.of(URI.create("http://me:p%40ss@comfy_ui:8188/x")).orElseThrow();

        assertThat(base.user()).contains("me:p@ss");
        assertThat(base).hasToString("http://comfy_ui:8188/x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "comfy-ui:8188",
                "//comfy_ui:8188",
                "ftp://comfy_ui",
                "http:///x",
                "http:comfy_ui",
                "http://comfy_ui:0",
                "http://comfy_ui:65536",
                "http://comfy_ui:8188:8188",
                "http://comfy_ui:x",
                "http://comfy_ui?x=1",
                "http://comfy_ui#x",
                "http://-a",
                "http://a-",
                "http://caf\u00e9_1/",
                "http://a,b",
            })
    void what_is_no_server_is_none(URI url) {
        assertThat(BaseUrl.of(url)).isEmpty();
    }
}
