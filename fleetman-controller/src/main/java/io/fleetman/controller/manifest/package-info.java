/** Manifests and resource profiles: read from YAML, checked, kept in revisions. */
@NullMarked
package io.fleetman.controller.manifest;

import org.jspecify.annotations.NullMarked;
