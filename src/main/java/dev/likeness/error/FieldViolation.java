package dev.likeness.error;

/**
 * One thing that is wrong with one field of a request.
 *
 * @param field the field's name as the caller wrote it
 * @param message what is wrong and what would be right
 */
public record FieldViolation(String field, String message) {}
