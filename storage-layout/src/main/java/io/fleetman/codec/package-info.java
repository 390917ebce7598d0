/** The only JSON and YAML mappers. JSON is read tolerantly, YAML strictly. */
@NullMarked
package io.fleetman.codec;

import org.jspecify.annotations.NullMarked;
