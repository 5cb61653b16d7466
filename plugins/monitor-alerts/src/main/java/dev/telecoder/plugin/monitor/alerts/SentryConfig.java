package dev.telecoder.plugin.monitor.alerts;

import dev.telecoder.api.Secret;
import dev.telecoder.api.Setting;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code alerts.sentry}.
 *
 * @param secret what deliveries are checked with; without one none are taken
 */
@Setting("Alerts of Sentry, sent to /hooks/monitor-alerts/sentry.")
record SentryConfig(
        @Setting(
                value = "The client secret of the internal integration, with which Sentry signs. Without one, none are taken.",
                required = true, examples = "\"${SENTRY_CLIENT_SECRET}\"") @Nullable Secret secret) {}
