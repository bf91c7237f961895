package dev.likeness.pose.remote;

/** What the other deployment answered, whole. */
record Reply(int status, byte[] body) {}
