/** Who gets in: users, API tokens, sessions, and what each may do. */
@NullMarked
package io.fleetman.controller.access;

import org.jspecify.annotations.NullMarked;
