package io.fleetman.controller.deploy;

import io.fleetman.controller.publish.PublishListener;
import io.fleetman.controller.tree.UploadListener;

/** Hears how far a deploy is: upload, then publish. */
public interface DeployListener extends UploadListener, PublishListener {
  /** Nobody listens. */
  DeployListener NONE = new DeployListener() {};
}
