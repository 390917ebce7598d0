/** Deployments: a manifest's files of one version, a draft until sealed. */
@NullMarked
package io.fleetman.controller.deployment;

import org.jspecify.annotations.NullMarked;
