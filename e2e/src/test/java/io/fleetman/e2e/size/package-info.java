/** Many files, large files, odd names, many cells, full disks, and how much memory they take. */
@NullMarked
package io.fleetman.e2e.size;

import org.jspecify.annotations.NullMarked;
