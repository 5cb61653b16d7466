package dev.telecoder.example.nice;

import dev.telecoder.api.health.HealthCheck;
import dev.telecoder.testkit.HealthCheckContract;

class NiceRuntimeHealthTest extends HealthCheckContract {

    @Override
    protected HealthCheck check() {
        return new NiceRuntime();
    }
}
