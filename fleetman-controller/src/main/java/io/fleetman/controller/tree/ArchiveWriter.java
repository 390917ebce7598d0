package io.fleetman.controller.tree;

import io.fleetman.document.TreeEntry;
import io.fleetman.layout.RelativePath;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;

/**
 * Writes a tree as an archive, file after file, however large; with modes, without owners and
 * times, so that the same tree is the same archive.
 */
public final class ArchiveWriter implements AutoCloseable {
  private final ArchiveOutputStream<? extends ArchiveEntry> out;
  private final Form form;

  /** What an archive is. */
  public enum Form {
    /** {@code .tar.gz} */
    TAR_GZ,
    /** {@code .zip} */
    ZIP
  }

  /** To this stream, which {@link #close} closes. */
  public ArchiveWriter(OutputStream to, Form form) throws IOException {
    this.form = form;
    this.out =
        switch (form) {
          case TAR_GZ -> tar(to);
          case ZIP -> zip(to);
        };
  }

  /** A file, of exactly the entry's size. */
  public void file(RelativePath path, TreeEntry entry, InputStream bytes) throws IOException {
    put(path.value(), entry.size(), Integer.parseInt(entry.mode(), 8));
    bytes.transferTo(out);
    out.closeArchiveEntry();
  }

  /** A folder that stands for itself. */
  public void folder(RelativePath path, TreeEntry entry) throws IOException {
    put(path.value() + "/", 0, Integer.parseInt(entry.mode(), 8));
    out.closeArchiveEntry();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  private void put(String name, long size, int mode) throws IOException {
    switch (form) {
      case TAR_GZ -> {
        TarArchiveEntry entry =
            new TarArchiveEntry(
                name, name.endsWith("/") ? TarConstants.LF_DIR : TarConstants.LF_NORMAL);
        entry.setSize(size);
        entry.setMode(mode);
        entry.setModTime(0L);
        ((TarArchiveOutputStream) out).putArchiveEntry(entry);
      }
      case ZIP -> {
        ZipArchiveEntry entry = new ZipArchiveEntry(name);
        entry.setUnixMode(mode | (name.endsWith("/") ? 0040000 : 0100000));
        entry.setTime(0L);
        entry.setSize(size); // so that one of more than 4 GiB is begun as such
        ((ZipArchiveOutputStream) out).putArchiveEntry(entry);
      }
    }
  }

  private static TarArchiveOutputStream tar(OutputStream to) throws IOException {
    TarArchiveOutputStream tar =
        new TarArchiveOutputStream(new GzipCompressorOutputStream(to), "UTF-8");
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
    return tar;
  }

  private static ZipArchiveOutputStream zip(OutputStream to) {
    ZipArchiveOutputStream zip = new ZipArchiveOutputStream(to);
    zip.setUseZip64(Zip64Mode.AsNeeded);
    return zip;
  }
}
