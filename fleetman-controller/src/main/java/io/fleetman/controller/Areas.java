package io.fleetman.controller;

import io.fleetman.controller.api.ActivityResource;
import io.fleetman.controller.api.BucketResource;
import io.fleetman.controller.api.CellsResource;
import io.fleetman.controller.api.DeploymentFilesResource;
import io.fleetman.controller.api.DeploymentsResource;
import io.fleetman.controller.api.EventsResource;
import io.fleetman.controller.api.ExecutionsResource;
import io.fleetman.controller.api.ManifestsResource;
import io.fleetman.controller.api.NodesResource;
import io.fleetman.controller.api.OperationsResource;
import io.fleetman.controller.api.OrphansResource;
import io.fleetman.controller.api.OverridesResource;
import io.fleetman.controller.api.PublishesResource;
import io.fleetman.controller.api.ResourceProfilesResource;
import io.fleetman.controller.api.StagingResource;
import io.fleetman.controller.api.StorageResource;
import io.fleetman.controller.api.TemplatesResource;
import io.fleetman.controller.api.TokenResource;
import io.fleetman.controller.api.UserResource;
import io.fleetman.controller.api.VersionsResource;
import io.fleetman.controller.portal.account.AccountArea;
import io.fleetman.controller.portal.account.UsersArea;
import io.fleetman.controller.portal.activity.ActivityArea;
import io.fleetman.controller.portal.cell.CellArea;
import io.fleetman.controller.portal.deployment.DeploymentsArea;
import io.fleetman.controller.portal.deployment.FilesArea;
import io.fleetman.controller.portal.deployment.TidyArea;
import io.fleetman.controller.portal.fleet.FleetArea;
import io.fleetman.controller.portal.job.JobsArea;
import io.fleetman.controller.portal.job.RunArea;
import io.fleetman.controller.portal.manifest.EditorArea;
import io.fleetman.controller.portal.manifest.ManifestsArea;
import io.fleetman.controller.portal.manifest.ProfilesArea;
import io.fleetman.controller.portal.node.NodeArea;
import io.fleetman.controller.portal.operation.OperationsArea;
import io.fleetman.controller.portal.publish.PublishArea;
import io.fleetman.controller.portal.reference.ApiPage;
import io.fleetman.controller.portal.search.SearchArea;
import io.fleetman.controller.portal.storage.ProbeArea;
import io.fleetman.controller.portal.storage.StorageArea;
import io.fleetman.controller.web.Area;
import io.fleetman.controller.web.JobSites;
import io.fleetman.controller.web.PublishRuns;
import java.util.List;

/** All pages of the portal and all resources of the API. */
public final class Areas {
  private Areas() {}

  /** The one list of them. */
  public static List<Area> all() {
    JobSites jobs = new JobSites();
    PublishRuns publishes = new PublishRuns();
    return List.of(
        new FleetArea(),
        new TemplatesResource(),
        new ExecutionsResource(jobs),
        new JobsArea(jobs),
        new RunArea(),
        new CellArea(),
        new PublishArea(publishes),
        new NodeArea(),
        new NodesResource(),
        new CellsResource(),
        new OverridesResource(),
        new VersionsResource(),
        new PublishesResource(publishes),
        new OperationsResource(),
        new EventsResource(),
        new ActivityArea(),
        new OperationsArea(),
        new ActivityResource(),
        new ManifestsArea(),
        new EditorArea(),
        new ProfilesArea(),
        new TidyArea(),
        new DeploymentsArea(),
        new FilesArea(),
        new DeploymentsResource(),
        new StagingResource(),
        new OrphansResource(),
        new ManifestsResource(),
        new ResourceProfilesResource(),
        new DeploymentFilesResource(),
        new UsersArea(),
        new AccountArea(),
        new StorageArea(),
        new ProbeArea(),
        new BucketResource(),
        new StorageResource(),
        new SearchArea(),
        new ApiPage(),
        new UserResource(),
        new TokenResource());
  }
}
