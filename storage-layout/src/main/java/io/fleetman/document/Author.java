package io.fleetman.document;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who wrote an intent, when, and why.
 *
 * @param by user and host, or the portal's user
 * @param at the writer's clock; shown, never compared
 * @param reason free text; null if none was given
 */
public record Author(String by, Instant at, @Nullable String reason) {}
