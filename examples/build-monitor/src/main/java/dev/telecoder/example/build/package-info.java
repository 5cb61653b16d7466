/** The smallest monitor: tells of builds that failed, whatever the CI. */
@NullMarked
package dev.telecoder.example.build;

import org.jspecify.annotations.NullMarked;
