package dev.likeness.generation.comfyui;

import dev.likeness.credits.CreditLedger;
import dev.likeness.credits.LedgerEntry;
import dev.likeness.credits.LedgerEntry.Kind;
import dev.likeness.credits.TestCredits;
import dev.likeness.flow.FlowUnderTest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** An account with many credits, and whether its book agrees with what became of the requests. */
final class Purse {

    private static final BigDecimal OPENING = new BigDecimal("5000");

    private final CreditLedger ledger = TestCredits.ledger(new SimpleMeterRegistry(), OPENING.toString());

    CreditLedger ledger() {
        return ledger;
    }

    private List<LedgerEntry> entries() {
        return TestCredits.entries(ledger);
    }

    private static BigDecimal sum(List<LedgerEntry> entries, Kind kind) {
        return entries.stream()
                .filter(entry -> entry.kind() == kind)
                .map(LedgerEntry::amount)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Every reservation has ended, once, and as its request did; the balance is what is not spent. */
    List<String> complaints(List<RequestRun> requests, FlowUnderTest service, FarmBackend backend) {
        List<String> complaints = new ArrayList<>();
        List<LedgerEntry> book = entries();
        Map<String, List<Kind>> byRequest = book.stream()
                .filter(entry -> entry.kind() != Kind.OPENED)
                .collect(Collectors.groupingBy(
                        LedgerEntry::reference, Collectors.mapping(LedgerEntry::kind, Collectors.toList())));
        for (RequestRun request : requests) {
            List<Kind> kinds = byRequest.getOrDefault(request.id().toString(), List.of());
            int made = backend.made(request.id());
            if (!agree(request, made, kinds)) {
                complaints.add(String.format(
                        Locale.ROOT,
                        "%s for a request that is %s, with %d of %d pictures made and %d seen",
                        kinds,
                        request.isDone() ? "done" : request.failure() != null ? "failed" : "left",
                        made,
                        request.samples(),
                        request.images()));
            }
            byRequest.remove(request.id().toString());
        }
        byRequest.forEach((reference, kinds) -> complaints.add(kinds + " for a request that nobody made"));
        BigDecimal expected = OPENING.subtract(sum(book, Kind.SETTLED));
        BigDecimal balance = ledger.balance(TestCredits.ADA).await().indefinitely();
        if (balance.compareTo(expected) != 0) {
            complaints.add("the balance is " + balance + " and should be " + expected);
        }
        if (service.inFlight() != 0) {
            complaints.add(service.inFlight() + " requests are still admitted");
        }
        return complaints;
    }

    private static boolean agree(RequestRun request, int made, List<Kind> kinds) {
        boolean settled = kinds.equals(List.of(Kind.RESERVED, Kind.SETTLED));
        boolean released = kinds.equals(List.of(Kind.RESERVED, Kind.RELEASED));
        if (request.isDone()) {
            return settled;
        }
        // Whoever leaves may do so before anything is set aside, or in the very moment in which all is ready and paid.
        boolean left = request.ends() == 0;
        return released || left && (kinds.isEmpty() || settled && made == request.samples());
    }

    String summary() {
        List<LedgerEntry> book = entries();
        return String.format(
                Locale.ROOT,
                "%s credits set aside, %s spent, %s given back",
                sum(book, Kind.RESERVED),
                sum(book, Kind.SETTLED),
                sum(book, Kind.RELEASED));
    }
}
