package io.fleetman.controller.activity;

import io.fleetman.document.AuditDocument;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes, newest first.
 *
 * @param changes those that were asked for
 * @param unreadable keys of changes that cannot be read, with the reason
 * @param next where the next page begins; null if there is no more
 */
public record ActivityPage(
    List<AuditDocument> changes, List<String> unreadable, @Nullable String next) {}
