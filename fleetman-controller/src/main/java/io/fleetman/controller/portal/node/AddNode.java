package io.fleetman.controller.portal.node;

import io.fleetman.controller.config.NodeSetup;
import io.fleetman.controller.portal.Shell;
import io.fleetman.controller.web.Form;
import io.fleetman.layout.NodeId;
import io.fleetman.store.StorageSettings;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a machine becomes a node.
 *
 * @param form what was asked
 * @param made the answer; null until a name is given
 */
public record AddNode(Form form, @Nullable Made made) {
  /**
   * What to do.
   *
   * @param node its id
   * @param config of its agent, to be looked at
   * @param configFile where that is on the node
   * @param copy the first command, here
   * @param paste what to paste there
   * @param notes what to mind, a sentence each
   * @param exists whether there is such a node already
   * @param cli the same for the command line
   */
  public record Made(
      String node,
      String config,
      String configFile,
      String copy,
      String paste,
      List<String> notes,
      boolean exists,
      String cli) {}

  static AddNode of(
      Form form,
      StorageSettings mine,
      boolean singleWriter,
      java.util.function.Predicate<NodeId> exists) {
    if (form.text("name").isEmpty()) {
      return new AddNode(form, null);
    }
    NodeId node = form.read("name", NodeId::new);
    URI endpoint =
        form.text("endpoint").isEmpty() ? mine.endpoint() : form.read("endpoint", AddNode::url);
    Map<String, String> labels = labels(form);
    if (node == null || !form.ok()) {
      return new AddNode(form, null);
    }
    boolean user = form.text("as").equals("user");
    NodeSetup setup = new NodeSetup(node, labels, null, null, user);
    StorageSettings storage = NodeSetup.at(endpoint, mine);
    String config = setup.config(storage, mine.accessKey() != null, singleWriter);
    List<String> notes =
        NodeSetup.isLocal(storage)
            ? List.of(
                storage.endpoint()
                    + " is the controller's machine alone; another machine needs the store's"
                    + " address as it sees it")
            : List.of();
    Shell cli = Shell.of("fleetman node add").arg(node);
    labels.forEach((k, v) -> cli.option("--label", k + "=" + v));
    cli.option("--endpoint", form.text("endpoint")).flag("--user", user);
    return new AddNode(
        form,
        new Made(
            node.toString(),
            config,
            setup.configFile(),
            setup.copy("fleetagent/target/" + NodeSetup.ARCHIVE),
            String.join("\n", setup.commands(config)),
            notes,
            exists.test(node),
            cli.toString()));
  }

  private static URI url(String text) {
    if (!text.matches("https?://[^\\s/]+.*")) {
      throw new IllegalArgumentException("write a URL such as https://s3.example.com:9000");
    }
    return URI.create(text);
  }

  private static Map<String, String> labels(Form form) {
    Map<String, String> labels = new TreeMap<>();
    for (String pair : form.text("labels").split("[\\s,]+", -1)) {
      int equals = pair.indexOf('=');
      if (pair.isEmpty()) {
        continue;
      }
      if (equals < 1) {
        form.refuse("labels", "'" + pair + "': write NAME=VALUE, with spaces between several");
      } else {
        labels.put(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    return labels;
  }
}
