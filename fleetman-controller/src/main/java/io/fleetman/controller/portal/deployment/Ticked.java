package io.fleetman.controller.portal.deployment;

import io.fleetman.controller.tree.TreeTag;
import io.fleetman.controller.web.Form;
import io.fleetman.controller.web.Overtaken;
import io.fleetman.document.TreeEntry;
import io.fleetman.layout.RelativePath;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The files and folders that somebody ticked on a page, each with what they saw of it.
 *
 * @param seen the {@link TreeTag} of each; empty if the page did not say
 * @param saw the same in words
 */
record Ticked(Map<RelativePath, String> seen, Map<RelativePath, String> saw) {
  /** Of a form whose rows each say {@code seen:PATH}, a tag and words. */
  static Ticked of(Form form) {
    Map<RelativePath, String> seen = new LinkedHashMap<>();
    Map<RelativePath, String> saw = new LinkedHashMap<>();
    for (String text : form.all("path")) {
      RelativePath path = new RelativePath(text);
      String[] said = form.text("seen:" + text).split(" ", 2);
      seen.put(path, said[0]);
      saw.put(path, said.length < 2 ? "" : said[1]);
    }
    return new Ticked(seen, saw);
  }

  boolean isEmpty() {
    return seen.isEmpty();
  }

  /** Those that are not what was seen any more. */
  List<Overtaken> overtaken(SortedMap<RelativePath, TreeEntry> now) {
    return seen.entrySet().stream()
        .filter(e -> !e.getValue().isEmpty())
        .filter(e -> !e.getValue().equals(TreeTag.at(now, e.getKey())))
        .map(
            e ->
                new Overtaken(
                    e.getKey().value(),
                    saw.getOrDefault(e.getKey(), ""),
                    FileBrowser.words(now, e.getKey())))
        .toList();
  }
}
