package dev.likeness.generation.comfyui;

/**
 * A file that a workflow needs at the server.
 *
 * @param nodeClass of the node that loads it
 * @param input of that node, whose values {@code /object_info} lists
 * @param file one of those values, when the file is there
 */
record ModelFile(String nodeClass, String input, String file) {}
