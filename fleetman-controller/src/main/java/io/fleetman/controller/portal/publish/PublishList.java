package io.fleetman.controller.portal.publish;

import java.util.List;

/**
 * The newest publishes.
 *
 * @param rows newest first
 */
public record PublishList(List<PublishPage> rows) {}
