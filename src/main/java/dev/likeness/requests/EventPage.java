package dev.likeness.requests;

import java.util.List;

/**
 * Events of a request, as they were at one moment.
 *
 * @param events by their numbers
 * @param ended whether no more will follow: the request has ended, or is no longer kept
 */
record EventPage(List<StoredEvent> events, boolean ended) {}
