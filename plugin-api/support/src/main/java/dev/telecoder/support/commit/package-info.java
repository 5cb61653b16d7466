/** How a repository writes its commits. */
@NullMarked
package dev.telecoder.support.commit;

import org.jspecify.annotations.NullMarked;
