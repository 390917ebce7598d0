package io.fleetman.controller.deployment;

import io.fleetman.document.DeploymentDocument;

/**
 * What an upload came to.
 *
 * @param deployment the draft as it is now
 * @param uploaded files whose bytes were sent
 * @param copied files whose bytes were copied within the store from an earlier version
 * @param unchanged files that the draft had already
 * @param removed files that the draft had and the tree has not
 * @param bytes bytes sent
 */
public record UploadResult(
    DeploymentDocument deployment,
    int uploaded,
    int copied,
    int unchanged,
    int removed,
    long bytes) {}
