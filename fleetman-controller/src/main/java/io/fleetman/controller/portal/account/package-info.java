/** The portal's pages of who may sign in, and of one's own account. */
@NullMarked
package io.fleetman.controller.portal.account;

import org.jspecify.annotations.NullMarked;
