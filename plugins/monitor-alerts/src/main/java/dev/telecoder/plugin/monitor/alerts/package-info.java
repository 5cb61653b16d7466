/** Takes the alerts of Sentry, PagerDuty and Datadog and relates them to repository, release and commit. */
@NullMarked
package dev.telecoder.plugin.monitor.alerts;

import org.jspecify.annotations.NullMarked;
