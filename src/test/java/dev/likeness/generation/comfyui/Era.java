package dev.likeness.generation.comfyui;

/** How old a ComfyUI is: what a client may count on differs between them, and nothing announces it. */
public enum Era {
    /** Before May 2025: names prompts itself, whatever id the client sends. */
    OWN_PROMPT_IDS,
    /** Before September 2025: {@code /interrupt} ends whatever runs, whatever id it is sent. */
    GLOBAL_INTERRUPT,
    /** The 0.3.64 family: {@code /interrupt} minds the prompt id it is sent. */
    TARGETED_INTERRUPT,
    /** Since 2026: {@code /api/jobs/{id}} and its {@code cancel}; prompt ids must be canonical UUIDs. */
    JOBS;

    boolean from(Era other) {
        return compareTo(other) >= 0;
    }
}
