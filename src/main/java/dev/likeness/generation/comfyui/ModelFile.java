package dev.likeness.generation.comfyui;

/**
 * A file that a workflow needs at the server.
 *
 * @param nodeClass of the node that loads it
 * @param input of that node, whose values {@code /object_info} lists
 * @param file one of those values, when the file is there, but for the separators in it
 */
record ModelFile(String nodeClass, String input, String file) {

    /** Whether a choice of a server is this file: a server on Windows separates folders by backslashes. */
    boolean isListedAs(String choice) {
        return choice.replace('\\', '/').equals(file.replace('\\', '/'));
    }
}
