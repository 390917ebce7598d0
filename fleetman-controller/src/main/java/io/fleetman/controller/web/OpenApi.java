package io.fleetman.controller.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The description of the API, put together from a fragment for each subject: {@code
 * openapi/base.yaml} with what all share, then the areas' own, whose paths and components are added
 * to it.
 */
final class OpenApi {
  private static final YAMLMapper YAML =
      YAMLMapper.builder().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER).build();

  private final ObjectNode document;

  /**
   * @throws IllegalStateException if a fragment is missing, or two say the same
   */
  OpenApi(List<String> fragments, String version) {
    List<String> all = new ArrayList<>(List.of("base"));
    all.addAll(fragments);
    document = YAML.createObjectNode();
    all.stream().distinct().forEach(name -> add(document, read(name), name, ""));
    ((ObjectNode) document.path("info")).put("version", version);
  }

  ObjectNode document() {
    return document;
  }

  String yaml() {
    try {
      return YAML.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree that was read can be written", e);
    }
  }

  private static void add(ObjectNode to, ObjectNode from, String fragment, String path) {
    from.properties()
        .forEach(
            field -> {
              JsonNode there = to.get(field.getKey());
              if (there == null) {
                to.set(field.getKey(), field.getValue());
              } else if (there instanceof ObjectNode both
                  && field.getValue() instanceof ObjectNode more) {
                add(both, more, fragment, path + "/" + field.getKey());
              } else {
                throw new IllegalStateException(
                    "openapi/"
                        + fragment
                        + ".yaml says again what is said: "
                        + path
                        + "/"
                        + field.getKey());
              }
            });
  }

  private static ObjectNode read(String name) {
    String resource = "openapi/" + name + ".yaml";
    try (InputStream in = OpenApi.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the class path lacks " + resource);
      }
      return (ObjectNode) YAML.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(resource + " cannot be read", e);
    }
  }
}
