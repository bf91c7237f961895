package dev.likeness.replicas;

import com.fasterxml.jackson.databind.JsonNode;
import dev.likeness.replicas.Call.Outcome;
import dev.likeness.replicas.Web.Answer;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The same as clients see it, at any replica: balances, ends, pictures, and that others see nothing of them. */
final class PublicAudit {

    private final Fleet fleet;
    private final Web web;
    private final Kept kept;
    private final List<Account> accounts;
    private final List<String> wrong = new ArrayList<>();

    PublicAudit(Fleet fleet, Web web, Kept kept, List<Account> accounts) {
        this.fleet = fleet;
        this.web = web;
        this.kept = kept;
        this.accounts = accounts;
    }

    List<String> findings(List<Call> calls) {
        for (Replica replica : fleet.replicas()) {
            for (Account account : accounts) {
                Answer answer = get(replica.url() + "/v1/get-user-credits", account);
                BigDecimal told = new BigDecimal(answer.json().path("credits").asText("-1"));
                check(
                        told.compareTo(kept.balance(account)) == 0,
                        "replica %d says that %s has %s",
                        replica.number(),
                        account,
                        told);
            }
        }
        for (Call call : calls) {
            if (call.kind.isLater() && call.outcome() != Outcome.UNKNOWN && call.outcome() != Outcome.REFUSED) {
                looked(call);
            }
        }
        return wrong;
    }

    private void looked(Call call) {
        String path = fleet.url() + "/v2/requests/" + call.id().orElseThrow();
        boolean completed = call.outcome() == Outcome.COMPLETED;
        Answer answer = get(path, call.account);
        JsonNode result = answer.json();
        check(answer.status() == (completed ? 200 : 422), "%s is answered %d", call, answer.status());
        check(result.path("status").asText().equals(call.outcome().name()), "%s is now %s", call, result);
        check(result.path("images").size() == (completed ? call.samples : 0), "%s has pictures %s", call, result);
        for (JsonNode image : result.path("images")) {
            URI link = URI.create(image.path("url").asText());
            Answer picture = web.send(
                    HttpRequest.newBuilder(URI.create(fleet.url() + link.getRawPath() + "?" + link.getRawQuery())));
            check(picture.isOk() && isPng(picture.body()), "%s has a link that leads to %d", call, picture.status());
        }
        Account other = accounts.get((accounts.indexOf(call.account) + 1) % accounts.size());
        check(get(path, other).status() == 404, "%s is seen by %s", call, other);
    }

    private static boolean isPng(byte[] file) {
        return file.length > 8 && file[1] == 'P' && file[2] == 'N' && file[3] == 'G';
    }

    private Answer get(String url, Account account) {
        return web.send(HttpRequest.newBuilder(URI.create(url)).header("x-api-key", account.key()));
    }

    private void check(boolean right, String otherwise, Object... about) {
        if (!right) {
            wrong.add(String.format(Locale.ROOT, otherwise, about));
        }
    }
}
