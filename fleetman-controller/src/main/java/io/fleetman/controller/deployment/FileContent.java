package io.fleetman.controller.deployment;

import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Refusal;
import io.fleetman.document.DeploymentDocument;
import io.fleetman.document.FileType;
import io.fleetman.document.TreeEntry;
import io.fleetman.layout.RelativePath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A file of a deployment as somebody may look at it. */
public sealed interface FileContent {
  /** The most bytes that are shown, edited or compared as text. */
  int MOST_TEXT = 512 * 1024;

  /** The most bytes of a picture that is shown. */
  int MOST_PICTURE = 8 * 1024 * 1024;

  /** Nothing is there. */
  record Nothing() implements FileContent {}

  /** UTF-8 text. */
  record Text(String text) implements FileContent {}

  /**
   * A picture that browsers show.
   *
   * @param mediaType for Content-Type; never one that can hold a script
   */
  record Picture(String mediaType) implements FileContent {}

  /**
   * Anything else.
   *
   * @param why it is not shown, in words
   */
  record Opaque(String why) implements FileContent {}

  /** What browsers show without running anything, by the name's ending. */
  Map<String, String> PICTURES =
      Map.of(
          "png", "image/png",
          "jpg", "image/jpeg",
          "jpeg", "image/jpeg",
          "gif", "image/gif",
          "webp", "image/webp",
          "avif", "image/avif",
          "ico", "image/x-icon",
          "bmp", "image/bmp");

  /** The type under which a file may be shown as a picture. */
  static Optional<String> picture(RelativePath path) {
    String name = path.value();
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return Optional.ofNullable(PICTURES.get(ending));
  }

  /**
   * Looks at a file.
   *
   * @param deployment null: none, so that nothing is there
   */
  static FileContent of(
      OpenFleet fleet, @Nullable DeploymentDocument deployment, RelativePath path) {
    TreeEntry entry = deployment == null ? null : deployment.files().get(path);
    if (entry == null || deployment == null) {
      return new Nothing();
    }
    if (entry.type() == FileType.FOLDER) {
      return new Opaque("a folder");
    }
    String picture = picture(path).orElse(null);
    if (picture != null) {
      return entry.size() > MOST_PICTURE
          ? new Opaque("too large to be shown")
          : new Picture(picture);
    }
    if (entry.size() > MOST_TEXT) {
      return new Opaque("too large to be shown");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      new Download(fleet).file(deployment, path, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes.toByteArray()))
              .toString();
      return text.indexOf('\0') < 0 ? new Text(text) : new Opaque("not text");
    } catch (CharacterCodingException e) {
      return new Opaque("not text");
    }
  }

  /** A file's text; that of nothing is empty. */
  static Optional<String> text(FileContent content) {
    return switch (content) {
      case Text(var text) -> Optional.of(text);
      case Nothing _ -> Optional.of("");
      case Picture _, Opaque _ -> Optional.empty();
    };
  }

  /**
   * A file's text, to be edited.
   *
   * @throws Refusal.Invalid if it is none
   */
  static String editable(FileContent content, RelativePath path) {
    return text(content)
        .orElseThrow(
            () -> new Refusal.Invalid("'" + path + "' is no text: upload it instead of editing"));
  }
}
