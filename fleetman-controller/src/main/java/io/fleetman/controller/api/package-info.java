/** The resources of the REST API, a class for each subject. */
@NullMarked
package io.fleetman.controller.api;

import org.jspecify.annotations.NullMarked;
