package io.fleetman.controller.deployment;

import io.fleetman.document.DeploymentDocument;
import io.fleetman.layout.RelativePath;
import java.util.List;

/**
 * What sealing came to.
 *
 * @param deployment the sealed deployment
 * @param already true if it was sealed before with the same content
 * @param leftOut uploaded files that no rule of the manifest selects
 */
public record SealResult(
    DeploymentDocument deployment, boolean already, List<RelativePath> leftOut) {}
