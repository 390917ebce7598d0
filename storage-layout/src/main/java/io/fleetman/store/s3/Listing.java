package io.fleetman.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fleetman.store.ETag;
import io.fleetman.store.ListPage;
import java.io.ByteArrayInputStream;
import java.net.URLDecoder;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** A page of a listing as S3 writes it in XML. Pure. */
final class Listing {
  private static final String ROOT = "ListBucketResult";

  private final Map<String, String> said = new HashMap<>();
  private final List<Map<String, String>> objects = new ArrayList<>();
  private final List<String> folders = new ArrayList<>();
  private Map<String, String> object = new HashMap<>();

  private Listing() {}

  /**
   * Reads it, with full keys; empty if it is anything else, or not the whole of one.
   *
   * @param storeNow the Date of the answer, for the page
   */
  static Optional<ListPage> parse(byte[] xml, @Nullable Instant storeNow) {
    Listing listing = new Listing();
    try {
      listing.read(reader(xml));
      return listing.page(storeNow);
    } catch (XMLStreamException | IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static XMLStreamReader reader(byte[] xml) throws XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false); // it is not ours, and needs none
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory.createXMLStreamReader(new ByteArrayInputStream(xml));
  }

  private void read(XMLStreamReader xml) throws XMLStreamException {
    Deque<String> within = new ArrayDeque<>(List.of(""));
    StringBuilder text = new StringBuilder();
    while (xml.hasNext()) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          within.push(xml.getLocalName());
          text.setLength(0);
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(xml.getText());
        case XMLStreamConstants.END_ELEMENT -> {
          String name = within.pop();
          ended(within.element(), name, text.toString());
          text.setLength(0);
        }
        default -> {}
      }
    }
  }

  private void ended(String parent, String name, String text) {
    switch (parent) {
      case ROOT -> {
        if (name.equals("Contents")) {
          objects.add(object);
          object = new HashMap<>();
        } else {
          said.put(name, text);
        }
      }
      case "Contents" -> object.put(name, text);
      case "CommonPrefixes" -> folders.add(text);
      default -> {} // of an owner, for one
    }
  }

  private Optional<ListPage> page(@Nullable Instant storeNow) {
    String truncated = said.get("IsTruncated");
    String next = said.get("NextContinuationToken");
    if (truncated == null || Boolean.parseBoolean(truncated) != (next != null)) {
      return Optional.empty();
    }
    return Optional.of(
        new ListPage(
            objects.stream().map(this::entry).toList(),
            folders.stream().map(this::name).toList(),
            next,
            storeNow));
  }

  private ListPage.Entry entry(Map<String, String> of) {
    String modified = of.get("LastModified");
    return new ListPage.Entry(
        name(of.get("Key")),
        Long.parseLong(of.getOrDefault("Size", "0")),
        new ETag(Failures.unquoted(of.getOrDefault("ETag", ""))),
        modified == null ? Instant.EPOCH : Instant.parse(modified));
  }

  private String name(@Nullable String text) {
    String name = Objects.requireNonNullElse(text, "");
    return "url".equals(said.get("EncodingType")) ? URLDecoder.decode(name, UTF_8) : name;
  }
}
