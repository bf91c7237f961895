package dev.likeness.api.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What administrators do in a word, and what they and the holder of a key are told then. */
interface Administrators {

    String KEYS = "/admin/keys";

    Service service();

    /** One of the configuration, with 12.5 credits. */
    Account account();

    default JsonNode created(String name, String credits) {
        Answer answer = post(KEYS, String.format(Locale.ROOT, "{\"name\": \"%s\", \"credits\": %s}", name, credits));
        assertThat(answer.status()).as(answer::shown).isEqualTo(201);
        return answer.json();
    }

    default Answer topUp(String id, String amount, String reference) {
        return post(
                KEYS + "/" + id + "/credits",
                String.format(Locale.ROOT, "{\"amount\": %s, \"reference\": \"%s\"}", amount, reference));
    }

    default Answer get(String path) {
        return service().send(administrators(service().to(path)));
    }

    default Answer delete(String path) {
        return service().send(administrators(service().to(path).DELETE()));
    }

    default Answer post(String path, String body) {
        return service().send(administrators(json(path, body)));
    }

    default HttpRequest.Builder json(String path, String body) {
        return service().to(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
    }

    default HttpRequest.Builder administrators(HttpRequest.Builder request) {
        return request.header("Authorization", "Bearer " + AdminToken.TOKEN);
    }

    default HttpRequest.Builder with(JsonNode created, String path) {
        return service().to(path).header("x-api-key", created.get("key").textValue());
    }

    default Answer pictured(JsonNode created, Map<String, Object> fields) {
        return service()
                .send(with(created, Service.CHARACTER)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(Sent.json(fields))));
    }

    /** As the holder of the key is told. */
    default BigDecimal creditsOf(JsonNode created) {
        return service()
                .send(with(created, Service.CREDITS))
                .ok()
                .json()
                .get("credits")
                .decimalValue();
    }

    /** As administrators are told. */
    default BigDecimal balanceOf(JsonNode created) {
        return get(KEYS + "/" + created.get("id").textValue())
                .ok()
                .json()
                .get("credits")
                .decimalValue();
    }

    default List<JsonNode> entriesOf(String id) {
        return pages(KEYS + "/" + id + "/ledger", "entries", 200);
    }

    default void addsUp(String id) {
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode entry : entriesOf(id)) {
            sum = sum.add(entry.get("change").decimalValue());
            assertThat(entry.get("balance").decimalValue()).isEqualByComparingTo(sum);
        }
        assertThat(get(KEYS + "/" + id).ok().json().get("credits").decimalValue())
                .isEqualByComparingTo(sum);
    }

    /** The items of all pages. */
    default List<JsonNode> pages(String path, String items, int limit) {
        List<JsonNode> all = new ArrayList<>();
        String first = path + (path.contains("?") ? "&" : "?") + "limit=" + limit;
        String next = first;
        while (next != null) {
            JsonNode page = get(next).ok().json();
            assertThat(page.get(items).size()).isLessThanOrEqualTo(limit);
            page.get(items).forEach(all::add);
            next = page.get("next").isNull()
                    ? null
                    : first.replaceAll("[?&]after=[^&]*&", "?") + "&after="
                            + page.get("next").textValue();
        }
        return all;
    }
}
