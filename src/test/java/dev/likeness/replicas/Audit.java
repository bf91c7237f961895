package dev.likeness.replicas;

import dev.likeness.replicas.Call.Outcome;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares what Redis has kept with what clients were told. Every request has one end; what was delivered is paid once, and
 * what was not is not; a client whose connection broke knows neither, and its request is one or the other, not both.
 */
final class Audit {

    private static final Set<String> ENDINGS = Set.of("done", "error");

    private final Kept kept;
    private final BigDecimal costPerImage;
    private final List<Account> accounts;
    private final List<Call> calls;
    private final List<String> wrong = new ArrayList<>();

    Audit(Kept kept, BigDecimal costPerImage, List<Account> accounts, List<Call> calls) {
        this.kept = kept;
        this.costPerImage = costPerImage;
        this.accounts = accounts;
        this.calls = calls;
    }

    /** Nothing when all is right. */
    List<String> findings() {
        Map<String, Map<String, String>> stored = kept.requests();
        check(kept.queued() == 0, "%d entries are left in the queue", kept.queued());
        check(kept.waiting() == 0, "%d requests are said to wait", kept.waiting());
        stored.forEach(this::ended);
        calls.forEach(call -> told(call, stored));
        accounts.forEach(account -> balanced(account, stored));
        return wrong;
    }

    /** A stored request, in itself. */
    private void ended(String id, Map<String, String> request) {
        String status = request.get("status");
        boolean completed = "COMPLETED".equals(status);
        check(completed || "FAILED".equals(status), "%s is %s", id, status);
        check("1".equals(request.get("closed")), "%s was not let go of", id);
        check(!kept.hasInput(id), "%s still has its input", id);
        List<String> ends = kept.events(id).stream().filter(ENDINGS::contains).toList();
        check(ends.equals(List.of(completed ? "done" : "error")), "%s is %s and has told of %s", id, status, ends);
        long pictures = completed ? Long.parseLong(request.get("samples")) : 0;
        check(kept.pictures(id) == pictures, "%s is %s and has %d pictures", id, status, kept.pictures(id));
        check(completed == (request.get("code") == null), "%s is %s of %s", id, status, request.get("code"));
        check(Integer.parseInt(request.get("attempts")) <= 2, "%s was begun %s times", id, request.get("attempts"));
    }

    /** What was stored against what its client was told. */
    private void told(Call call, Map<String, Map<String, String>> stored) {
        wrong.addAll(call.wrong());
        if (call.kind.hasKey()) {
            keyed(call, stored);
        }
        if (!call.kind.isLater() || call.id().isEmpty()) {
            return;
        }
        Map<String, String> request = stored.get(call.id().get());
        if (call.outcome() == Outcome.REFUSED) {
            check(request == null || "FAILED".equals(request.get("status")), "%s was refused and is %s", call, request);
        } else {
            check(
                    request != null && call.outcome().name().equals(request.get("status")),
                    "%s is told to be %s and is %s",
                    call,
                    call.outcome(),
                    request);
        }
    }

    /** However often it was sent, it was made once at most; each request's seed says whose it is. */
    private void keyed(Call call, Map<String, Map<String, String>> stored) {
        long made = stored.values().stream()
                .filter(request -> Integer.toString(call.number).equals(request.get("seed")))
                .filter(request -> "COMPLETED".equals(request.get("status")))
                .count();
        boolean right =
                call.outcome() == Outcome.UNKNOWN ? made <= 1 : made == (call.outcome() == Outcome.COMPLETED ? 1 : 0);
        check(right, "%s is told to be %s and was made %d times", call, call.outcome(), made);
    }

    private void balanced(Account account, Map<String, Map<String, String>> stored) {
        List<Kept.Line> lines = kept.ledger(account);
        BigDecimal sum = BigDecimal.ZERO;
        Map<String, BigDecimal> changes = new HashMap<>();
        Map<String, Integer> reserved = new HashMap<>();
        Set<String> settled = new HashSet<>();
        for (Kept.Line line : lines) {
            sum = sum.add(line.change());
            check(sum.compareTo(line.balance()) == 0, "%s: %s does not follow from what was before", account, line);
            check(line.balance().signum() >= 0, "%s owes: %s", account, line);
            if (line.kind().equals("opened")) {
                check(line.change().compareTo(account.opening()) == 0, "%s was opened with %s", account, line.change());
            } else {
                changes.merge(line.about(), line.change(), BigDecimal::add);
                boolean takenBack = line.kind().equals("released") && settled.remove(line.about());
                reserved.merge(line.about(), takenBack ? 0 : step(line), Integer::sum);
                if (line.kind().equals("settled")) {
                    settled.add(line.about());
                }
            }
        }
        BigDecimal balance = kept.balance(account);
        check(sum.compareTo(balance) == 0, "%s: the ledger adds up to %s, the balance is %s", account, sum, balance);
        check(kept.openReservations(account) == 0, "%s has open reservations", account);
        reserved.forEach((request, open) ->
                check(open == 0, "%s: reservations of %s end %d too few times", account, request, open));
        paid(account, stored, changes);
        BigDecimal bytes = stored.values().stream()
                .filter(request -> request.get("account").equals(account.name()))
                .filter(request -> "COMPLETED".equals(request.get("status")))
                .map(request -> new BigDecimal(request.get("outBytes")))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        check(
                bytes.equals(kept.picturesBytes(account)),
                "%s has pictures of %s bytes, and %s are counted",
                account,
                bytes,
                kept.picturesBytes(account));
    }

    /** Every reservation is followed by one end; a settlement that was taken back has one release more, which is no end. */
    private static int step(Kept.Line line) {
        return switch (line.kind()) {
            case "reserved" -> 1;
            case "settled" -> line.change().signum() == 0 ? -1 : 1000;
            case "released", "expired" -> -1;
            default -> 1000;
        };
    }

    /** Who was charged what, request by request, and so the balance: what it opened with less what is due. */
    private void paid(Account account, Map<String, Map<String, String>> stored, Map<String, BigDecimal> changes) {
        BigDecimal due = BigDecimal.ZERO;
        Set<String> now = new HashSet<>(changes.keySet());
        now.removeAll(stored.keySet());
        for (Map.Entry<String, Map<String, String>> request : stored.entrySet()) {
            if (request.getValue().get("account").equals(account.name())) {
                BigDecimal cost = "COMPLETED".equals(request.getValue().get("status"))
                        ? new BigDecimal(request.getValue().get("cost"))
                        : BigDecimal.ZERO;
                due = due.add(cost);
                charged(account, request.getKey(), changes, cost);
            }
        }
        int broken = 0;
        for (Call call : calls) {
            if (call.kind.isLater() || call.kind.hasKey() || call.account != account) {
                continue;
            }
            broken += call.outcome() == Outcome.UNKNOWN ? 1 : 0;
            if (call.id().isPresent()) {
                BigDecimal cost = call.outcome() == Outcome.COMPLETED
                        ? costPerImage.multiply(BigDecimal.valueOf(call.samples))
                        : BigDecimal.ZERO;
                due = due.add(cost);
                charged(account, call.id().get(), changes, cost);
                now.remove(call.id().get());
            }
        }
        int unheard = 0;
        for (String request : now) {
            BigDecimal cost = changes.get(request).negate();
            unheard += cost.signum() == 0 ? 0 : 1;
            due = due.add(cost);
            boolean whole = List.of(0, 1, 2).stream()
                    .anyMatch(samples -> cost.compareTo(costPerImage.multiply(BigDecimal.valueOf(samples))) == 0);
            check(whole, "%s was charged %s for %s", account, cost, request);
        }
        check(
                unheard <= broken,
                "%s was charged for %d requests that nobody was told of, and %d connections broke",
                account,
                unheard,
                broken);
        BigDecimal balance = kept.balance(account);
        check(
                balance.compareTo(account.opening().subtract(due)) == 0,
                "%s has %s, opened with %s and owes %s",
                account,
                balance,
                account.opening(),
                due);
    }

    private void charged(Account account, String request, Map<String, BigDecimal> changes, BigDecimal cost) {
        BigDecimal change = changes.getOrDefault(request, BigDecimal.ZERO);
        check(
                change.negate().compareTo(cost) == 0,
                "%s was charged %s for %s, which costs %s",
                account,
                change.negate(),
                request,
                cost);
    }

    private void check(boolean right, String otherwise, Object... about) {
        if (!right) {
            wrong.add(otherwise.formatted(about));
        }
    }
}
