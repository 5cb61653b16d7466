package dev.telecoder.plugin.monitor.alerts;

import dev.telecoder.api.Secret;
import dev.telecoder.api.Setting;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code alerts.datadog}.
 *
 * @param secret what deliveries are checked with; without one none are taken
 */
@Setting("Alerts of Datadog, sent to /hooks/monitor-alerts/datadog.")
record DatadogConfig(
        @Setting(value = "A secret of your own, which the webhook of Datadog sends along. Without one, none are taken.",
                required = true, examples = "\"${DATADOG_WEBHOOK_SECRET}\"") @Nullable Secret secret) {}
