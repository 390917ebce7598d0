package io.fleetman.controller.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list, as the API answers it.
 *
 * @param items at most as many as were asked for
 * @param next the cursor of the next page; null if there is no more
 */
public record Listed<T>(List<T> items, @Nullable String next) {}
