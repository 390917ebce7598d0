/** The agent's configuration: a strict YAML file, with the environment over it. */
@NullMarked
package io.fleetman.agent.config;

import org.jspecify.annotations.NullMarked;
