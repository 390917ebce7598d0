package io.fleetman.controller.cli;

import io.fleetman.layout.CellRef;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.NodeId;
import io.fleetman.layout.RelativePath;
import io.fleetman.layout.UserId;
import io.fleetman.layout.Version;
import io.fleetman.store.StorageSettings;
import java.net.URI;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Names from the command line, validated while it is parsed. */
final class Converters {
  private Converters() {}

  /** A version. */
  static final class ToVersion extends Checked<Version> {
    ToVersion() {
      super(Version::new);
    }
  }

  /** A manifest's name. */
  static final class ToManifest extends Checked<ManifestId> {
    ToManifest() {
      super(ManifestId::new);
    }
  }

  /** A node's id. */
  static final class ToNode extends Checked<NodeId> {
    ToNode() {
      super(NodeId::new);
    }
  }

  /** A user's name. */
  static final class ToUser extends Checked<UserId> {
    ToUser() {
      super(UserId::new);
    }
  }

  /** {@code NODE/CELL}. */
  static final class ToCell extends Checked<CellRef> {
    ToCell() {
      super(CellRef::parse);
    }
  }

  /** A path in a tree. */
  static final class ToPath extends Checked<RelativePath> {
    ToPath() {
      super(RelativePath::new);
    }
  }

  /** A store's URL. */
  static final class ToEndpoint extends Checked<URI> {
    ToEndpoint() {
      super(StorageSettings::endpoint);
    }
  }

  /** Says a name's own sentence where it is not valid. */
  abstract static class Checked<T> implements ITypeConverter<T> {
    private final Function<String, T> parse;

    Checked(Function<String, T> parse) {
      this.parse = parse;
    }

    @Override
    public final T convert(String value) {
      try {
        return parse.apply(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
