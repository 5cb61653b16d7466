package dev.telecoder.plugin.monitor.alerts;

import dev.telecoder.api.Secret;
import dev.telecoder.api.Setting;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code alerts.pagerduty}.
 *
 * @param secret what deliveries are checked with; without one none are taken
 */
@Setting("Alerts of Pagerduty, sent to /hooks/monitor-alerts/pagerduty.")
record PagerdutyConfig(
        @Setting(
                value = "The secret of the webhook subscription, with which PagerDuty signs. Without one, none are taken.",
                required = true, examples = "\"${PAGERDUTY_WEBHOOK_SECRET}\"") @Nullable Secret secret) {}
