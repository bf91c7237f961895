package dev.likeness.replicas;

import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Redis has kept, read past the service. */
final class Kept implements AutoCloseable {

    private static final String REQUESTS = "likeness:requests:";
    private static final String QUEUE = REQUESTS + "queue";
    private static final Pattern REQUEST = Pattern.compile(REQUESTS + "([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})");

    private final Vertx vertx = Vertx.vertx();
    private final Redis redis;

    Kept(String url) {
        this.redis = Redis.createClient(vertx, url);
    }

    private Response call(Command command, String... arguments) {
        Request request = Request.cmd(command);
        for (String argument : arguments) {
            request.arg(argument);
        }
        return redis.send(request)
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    /** Every request of the asynchronous route that was ever stored, by its id: the fields of its hash. */
    Map<String, Map<String, String>> requests() {
        Map<String, Map<String, String>> all = new TreeMap<>();
        for (Response key : call(Command.KEYS, REQUESTS + "*")) {
            Matcher request = REQUEST.matcher(key.toString());
            if (request.matches()) {
                all.put(request.group(1), hash(key.toString()));
            }
        }
        return all;
    }

    Map<String, String> request(String id) {
        return hash(REQUESTS + id);
    }

    /** The names of a request's events, in no order. */
    List<String> events(String id) {
        return hash(REQUESTS + id + ":events").values().stream()
                .map(event -> event.split(" ")[1])
                .toList();
    }

    long pictures(String id) {
        return call(Command.HLEN, REQUESTS + id + ":out").toLong();
    }

    boolean hasInput(String id) {
        return call(Command.EXISTS, REQUESTS + id + ":in").toLong() == 1;
    }

    /** The requests that a replica has taken and not let go of. */
    List<String> heldBy(String consumer) {
        List<String> held = new ArrayList<>();
        for (Response pending : call(Command.XPENDING, QUEUE, "likeness", "-", "+", "10000", consumer)) {
            String entry = pending.get(0).toString();
            for (Response found : call(Command.XRANGE, QUEUE, entry, entry)) {
                held.add(found.get(1).get(1).toString());
            }
        }
        return held;
    }

    /** Entries that nobody has let go of. */
    long queued() {
        return call(Command.XLEN, QUEUE).toLong()
                + call(Command.XLEN, REQUESTS + "direct").toLong();
    }

    long waiting() {
        return call(Command.ZCARD, REQUESTS + "waiting").toLong();
    }

    BigDecimal picturesBytes(Account account) {
        Response bytes = call(Command.HGET, REQUESTS + "bytes", account.name());
        return bytes == null ? BigDecimal.ZERO : new BigDecimal(bytes.toString());
    }

    BigDecimal balance(Account account) {
        return micros(call(Command.GET, money(account, "credits")).toString());
    }

    long openReservations(Account account) {
        return call(Command.HLEN, money(account, "open")).toLong()
                + call(Command.ZCARD, money(account, "due")).toLong();
    }

    boolean isSettled(String account, String request) {
        Response memory = call(Command.GET, "likeness:{" + account + "}:ended:" + request);
        return memory != null && memory.toString().startsWith("settled");
    }

    /**
     * A line of an account's ledger.
     *
     * @param about a request, or a grant
     */
    record Line(String kind, String about, BigDecimal change, BigDecimal amount, BigDecimal balance) {}

    List<Line> ledger(Account account) {
        List<Line> lines = new ArrayList<>();
        for (Response entry : call(Command.XRANGE, money(account, "ledger"), "-", "+")) {
            Map<String, String> fields = pairs(entry.get(1));
            lines.add(new Line(
                    fields.get("kind"),
                    fields.get("for"),
                    micros(fields.get("change")),
                    micros(fields.get("amount")),
                    micros(fields.get("balance"))));
        }
        return lines;
    }

    private Map<String, String> hash(String key) {
        return pairs(call(Command.HGETALL, key));
    }

    /** Of a list of names and values, or of a map. */
    private static Map<String, String> pairs(Response response) {
        Map<String, String> pairs = new LinkedHashMap<>();
        if (response.getKeys().isEmpty()) {
            for (int i = 0; i + 1 < response.size(); i += 2) {
                pairs.put(response.get(i).toString(), response.get(i + 1).toString());
            }
        } else {
            response.getKeys().forEach(key -> pairs.put(key, response.get(key).toString()));
        }
        return pairs;
    }

    private static String money(Account account, String name) {
        return "likeness:{" + account.name() + "}:" + name;
    }

    private static BigDecimal micros(String amount) {
        return new BigDecimal(amount).movePointLeft(6);
    }

    @Override
    public void close() {
        redis.close();
        vertx.close();
    }
}
