package dev.likeness.auth;

import dev.likeness.store.RedisStore;
import dev.likeness.store.Script;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keys in Redis: {@code key:<sha256>} holds the id of a key that is not revoked, {@code {id}:key} its record, and {@code keys}
 * all ids in the order of their creation. Each change is one script, so that an interrupted one has happened whole or not at
 * all.
 */
final class RedisKeyStore implements KeyStore {

    private static final Script ADD = Script.of("key-add");
    private static final Script REVOKE = Script.of("key-revoke");

    private static final String NAME = "name";
    private static final String SHA256 = "sha256";
    private static final String CREATED = "created_at";
    private static final String REVOKED = "revoked_at";

    private final RedisStore store;

    RedisKeyStore(RedisStore store) {
        this.store = store;
    }

    @Override
    public Uni<Optional<Caller>> find(KeyHash hash) {
        return send(Command.GET, hashKey(hash.hex()))
                .map(id -> Optional.ofNullable(id).map(Response::toString).map(Caller::new));
    }

    @Override
    public Uni<Void> add(IssuedKey key, KeyHash hash) {
        String created = Long.toString(key.createdAt().orElseThrow().toEpochMilli());
        return store.run(
                        ADD,
                        List.of(recordKey(key.id()), hashKey(hash.hex()), listKey()),
                        List.of(key.id(), key.name(), hash.hex(), created))
                .replaceWithVoid();
    }

    @Override
    public Uni<Optional<IssuedKey>> get(String id) {
        return send(Command.HMGET, recordKey(id), NAME, CREATED, REVOKED).map(fields -> key(id, fields));
    }

    private static Optional<IssuedKey> key(String id, Response fields) {
        return Optional.ofNullable(fields.get(0))
                .map(name -> new IssuedKey(
                        id, name.toString(), Optional.of(instant(fields.get(1))), optionalInstant(fields.get(2))));
    }

    private static Optional<Instant> optionalInstant(Response millis) {
        return Optional.ofNullable(millis).map(RedisKeyStore::instant);
    }

    private static Instant instant(Response millis) {
        return Instant.ofEpochMilli(Long.parseLong(millis.toString()));
    }

    @Override
    public Uni<Optional<List<IssuedKey>>> list(Optional<String> after, int limit) {
        if (after.isEmpty()) {
            return listFrom(0, limit).map(Optional::of);
        }
        return send(Command.ZRANK, listKey(), after.get())
                .chain(rank -> rank == null
                        ? Uni.createFrom().item(Optional.empty())
                        : listFrom(rank.toLong() + 1, limit).map(Optional::of));
    }

    private Uni<List<IssuedKey>> listFrom(long first, int limit) {
        return send(Command.ZRANGE, listKey(), Long.toString(first), Long.toString(first + limit - 1))
                .onItem()
                .transformToMulti(ids -> Multi.createFrom().iterable(ids))
                .onItem()
                .transformToUniAndConcatenate(id -> get(id.toString()))
                .select()
                .where(Optional::isPresent)
                .map(Optional::get)
                .collect()
                .asList();
    }

    /** The hash of a key never changes, so that it can be read before. */
    @Override
    public Uni<Void> revoke(String id, Instant at) {
        return send(Command.HGET, recordKey(id), SHA256)
                .chain(sha256 -> store.run(
                        REVOKE,
                        List.of(hashKey(sha256.toString()), recordKey(id)),
                        List.of(Long.toString(at.toEpochMilli()))))
                .replaceWithVoid();
    }

    private Uni<Response> send(Command command, String... arguments) {
        return store.repeatedly(() -> {
            Request request = Request.cmd(command);
            for (String argument : arguments) {
                request.arg(argument);
            }
            return request;
        });
    }

    private String hashKey(String sha256) {
        return store.key("key:" + sha256);
    }

    private String recordKey(String id) {
        return store.key(id, "key");
    }

    private String listKey() {
        return store.key("keys");
    }
}
