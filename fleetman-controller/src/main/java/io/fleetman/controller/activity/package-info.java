/** Activity: who changed what and when, recorded beside every operation. */
@NullMarked
package io.fleetman.controller.activity;

import org.jspecify.annotations.NullMarked;
