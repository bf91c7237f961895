package dev.likeness.generation;

/** What a backend tells of a running job. */
public sealed interface GenerationEvent permits JobTaken, Progress, PreviewFrame, GeneratedImage {}
