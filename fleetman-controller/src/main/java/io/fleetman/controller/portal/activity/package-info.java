/** The portal's page of who changed what. */
@NullMarked
package io.fleetman.controller.portal.activity;

import org.jspecify.annotations.NullMarked;
