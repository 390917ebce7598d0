/** A cell's folder on the node: releases, their records, and how a new one is put together. */
@NullMarked
package io.fleetman.agent.install;

import org.jspecify.annotations.NullMarked;
