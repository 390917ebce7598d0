package io.fleetman.controller.portal.deployment;

import io.fleetman.controller.console.Human;
import io.fleetman.controller.web.Tone;
import io.fleetman.controller.web.Word;
import io.fleetman.controller.web.Words;
import io.fleetman.document.DeploymentDocument;
import io.fleetman.document.DeploymentState;
import io.fleetman.document.FileType;
import io.fleetman.document.TreeEntry;

/** What pages say about a deployment as a whole. */
final class States {
  private States() {}

  static Word word(DeploymentState state) {
    return switch (state) {
      case DRAFT -> new Word("Draft", Tone.WARN);
      case SEALED -> new Word("Sealed", Tone.GOOD);
      case RECYCLED -> new Word("In the recycle bin", Tone.QUIET);
      case PURGED -> new Word("Purged", Tone.QUIET);
    };
  }

  /** A version in words, for somebody who is told that it changed. */
  static String words(DeploymentDocument d) {
    return word(d.state()).text()
        + ", "
        + Human.count(files(d), "file")
        + ", "
        + Human.bytes(bytes(d))
        + ", changed "
        + Words.exact(d.author().at())
        + " by "
        + d.author().by();
  }

  static int files(DeploymentDocument deployment) {
    return (int)
        deployment.files().values().stream().filter(f -> f.type() != FileType.FOLDER).count();
  }

  static long bytes(DeploymentDocument deployment) {
    return deployment.files().values().stream().mapToLong(TreeEntry::size).sum();
  }
}
