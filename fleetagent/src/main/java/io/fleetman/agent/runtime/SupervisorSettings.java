package io.fleetman.agent.runtime;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which supervisord runs the cells.
 *
 * @param confFolder where program files go, such as {@code /etc/supervisor/conf.d}
 * @param supervisorctl the program, a path or a bare name
 * @param config supervisord's configuration file; null: where supervisorctl looks by itself
 */
public record SupervisorSettings(Path confFolder, String supervisorctl, @Nullable Path config) {}
