package io.fleetman.controller.cli;

import io.fleetman.layout.CellRef;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.NodeId;
import io.fleetman.layout.RelativePath;
import io.fleetman.layout.UserId;
import io.fleetman.layout.Version;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Names from the command line, validated while it is parsed. */
final class Converters {
  private Converters() {}

  /** A version. */
  static final class ToVersion implements ITypeConverter<Version> {
    @Override
    public Version convert(String value) {
      return checked(Version::new, value);
    }
  }

  /** A manifest's name. */
  static final class ToManifest implements ITypeConverter<ManifestId> {
    @Override
    public ManifestId convert(String value) {
      return checked(ManifestId::new, value);
    }
  }

  /** A node's id. */
  static final class ToNode implements ITypeConverter<NodeId> {
    @Override
    public NodeId convert(String value) {
      return checked(NodeId::new, value);
    }
  }

  /** A user's name. */
  static final class ToUser implements ITypeConverter<UserId> {
    @Override
    public UserId convert(String value) {
      return checked(UserId::new, value);
    }
  }

  /** {@code NODE/CELL}. */
  static final class ToCell implements ITypeConverter<CellRef> {
    @Override
    public CellRef convert(String value) {
      return checked(CellRef::parse, value);
    }
  }

  /** A path in a tree. */
  static final class ToPath implements ITypeConverter<RelativePath> {
    @Override
    public RelativePath convert(String value) {
      return checked(RelativePath::new, value);
    }
  }

  private static <T> T checked(Function<String, T> parse, String value) {
    try {
      return parse.apply(value);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
