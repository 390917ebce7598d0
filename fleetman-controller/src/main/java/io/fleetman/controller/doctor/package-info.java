/** What is wrong in the bucket, and how it is put right. */
@NullMarked
package io.fleetman.controller.doctor;

import org.jspecify.annotations.NullMarked;
