/** The program {@code fleetman}: where its parts are put together. */
@NullMarked
package io.fleetman.controller;

import org.jspecify.annotations.NullMarked;
