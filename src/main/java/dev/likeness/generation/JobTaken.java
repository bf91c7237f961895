package dev.likeness.generation;

/**
 * The backend has taken the job or is just handing it on: from here on it may cost, and nobody else may be given it. Told
 * before anything else; a backend that tells something else first has said it with that.
 */
public record JobTaken() implements GenerationEvent {}
