/** {@code controller_config.yaml}: where it is found, what it may say, and how it is written. */
@NullMarked
package io.fleetman.controller.config;

import org.jspecify.annotations.NullMarked;
