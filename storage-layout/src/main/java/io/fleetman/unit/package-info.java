/**
 * The texts of systemd units and supervisord programs, for the agent to install and others to show.
 */
@NullMarked
package io.fleetman.unit;

import org.jspecify.annotations.NullMarked;
