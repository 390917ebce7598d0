/** What the portal's areas have in common: words for states, lists in pages, commands to copy. */
@NullMarked
package io.fleetman.controller.portal;

import org.jspecify.annotations.NullMarked;
