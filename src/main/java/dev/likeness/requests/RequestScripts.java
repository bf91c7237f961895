package dev.likeness.requests;

import dev.likeness.store.Script;

/** What has to happen at once in Redis, each a file {@code redis/requests-*.lua} behind {@code redis/requests.lua}. */
final class RequestScripts {

    final Script submit = script("submit");
    final Script begin = script("begin");
    final Script claim = script("claim");
    final Script unclaim = script("unclaim");
    final Script named = script("named");
    final Script find = script("find");
    final Script events = script("events");
    final Script take = script("take");
    final Script work = script("work");
    final Script beat = script("beat");
    final Script tell = script("tell");
    final Script keep = script("keep");
    final Script complete = script("complete");
    final Script fail = script("fail");
    final Script close = script("close");
    final Script putBack = script("put-back");
    final Script cancel = script("cancel");
    final Script queue = script("queue");
    final Script hooksTake = script("hooks-take");
    final Script hooksDue = script("hooks-due");
    final Script hooksWaiting = script("hooks-waiting");

    private static Script script(String name) {
        return Script.of("requests", "requests-" + name);
    }
}
