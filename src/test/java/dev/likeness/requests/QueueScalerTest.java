package dev.likeness.requests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.likeness.TestConfig;
import dev.likeness.store.StoreConfig;
import dev.likeness.store.TestRedis;
import dev.likeness.store.TestStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The autoscaler asks Redis by itself, and hears nothing of a stream that has another name. */
class QueueScalerTest {

    private static final Path SCALED_OBJECT = Path.of("k8s/components/keda/scaledobject.yaml");

    private final String prefix =
            TestConfig.of(StoreConfig.class, Map.of()).redis().keyPrefix();

    @Test
    void the_autoscaler_looks_at_the_queue_in_which_requests_wait() throws Exception {
        try (TestRedis redis = TestRedis.start();
                TestStore store = new TestStore(redis, prefix)) {
            RequestStore requests = new RedisRequestStore(
                    store.store,
                    TestConfig.of(RequestsConfig.class, Map.of()),
                    new ObjectMapper(),
                    new Changes(),
                    "replica");
            submit(requests);
            submit(requests);
            submit(requests);
            requests.take(1).await().atMost(Duration.ofSeconds(60));

            String groups = redis.call("XINFO", "GROUPS", setting("stream"));

            // Names and values in turn, as Redis writes them.
            List<String> said = List.of(groups.split("\r\n"));
            assertThat(said)
                    .containsSubsequence("name", "$" + setting("consumerGroup").length(), setting("consumerGroup"));
            assertThat(said).containsSubsequence("lag", ":2");
        }
    }

    private static void submit(RequestStore requests) {
        requests.submit(TestRequests.request(TestRequests.ADA, 1, 10)).await().atMost(Duration.ofSeconds(60));
    }

    private static String setting(String name) throws IOException {
        Matcher line = Pattern.compile("(?m)^ +" + name + ": (\\S+)$").matcher(Files.readString(SCALED_OBJECT));
        assertThat(line.find()).as(name).isTrue();
        return line.group(1);
    }
}
