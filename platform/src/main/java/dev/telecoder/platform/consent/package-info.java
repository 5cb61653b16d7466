/** Questions, plans and rules: who may allow what. */
@NullMarked
package dev.telecoder.platform.consent;

import org.jspecify.annotations.NullMarked;
