/** The only package that imports the AWS SDK. */
@NullMarked
package io.fleetman.store.s3;

import org.jspecify.annotations.NullMarked;
