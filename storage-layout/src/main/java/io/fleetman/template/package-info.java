/** Template tokens, rendered on nodes and checked when a deployment is sealed. */
@NullMarked
package io.fleetman.template;

import org.jspecify.annotations.NullMarked;
