/** The dashboard: pages made here, which show and do what their visitor may see and do over the API. */
@NullMarked
package dev.telecoder.platform.web.admin;

import org.jspecify.annotations.NullMarked;
