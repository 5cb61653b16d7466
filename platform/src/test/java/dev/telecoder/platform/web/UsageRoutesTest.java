package dev.telecoder.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.identity.Role;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageRoutesTest {

    @TempDir Path folder;
    private TestHost host;
    private Person anna;

    @BeforeEach
    void begin() throws Exception {
        host = new TestHost(folder);
        anna = host.add("Anna", Role.DEVELOPER);
        used(host.people.owner(), "claude-x", "=cmd", 100, 2_500_000_000L);
        used(anna, "gpt-y", "myorg/api", 10, 500_000_000L);
        used(anna, "gpt-y", "myorg/api", 10, null);
    }

    @AfterEach
    void end() {
        host.close();
    }

    @Test
    void tellsItByWhatIsAskedFor() {
        JsonValue models = host.owner().get("/api/v1/usage?by=model").json().get("items");

        assertThat(models.items()).hasSize(2);
        assertThat(models.at(0).get("name").text()).isEqualTo("vendor/claude-x");
        assertThat(models.at(0).get("usd").asDouble(0)).isEqualTo(2.5);
        assertThat(models.at(1).get("usd").asDouble(0)).isEqualTo(0.5);
        assertThat(models.at(1).get("unpriced_requests").asLong(0)).isEqualTo(1);
        assertThat(host.owner().get("/api/v1/usage?by=person").json().get("items").items()).hasSize(2)
                .anyMatch(row -> row.get("label").text().equals("Anna"));
        assertThat(host.owner().get("/api/v1/usage?by=weather").status()).isEqualTo(422);
    }

    @Test
    void showsAPersonWhatWasUsedOnTheirBehalfAlone() {
        JsonValue models = host.as(anna).get("/api/v1/usage?by=model").json().get("items");

        assertThat(models.items()).singleElement().satisfies(
                row -> assertThat(row.get("name").text()).isEqualTo("vendor/gpt-y"));
        assertThat(host.as(anna).get("/api/v1/usage.csv?by=model").text()).doesNotContain("claude-x");
        assertThat(host.nobody().get("/api/v1/usage.csv").status()).isEqualTo(401);
    }

    @Test
    void givesAFileForASpreadsheetWithoutFormulas() {
        Client.Reply reply = host.owner().get("/api/v1/usage.csv?by=repo");

        assertThat(reply.header("Content-Type")).startsWith("text/csv");
        assertThat(reply.text().lines()).hasSize(3).first().asString()
                .isEqualTo("repo,label,usd,requests,unpriced_requests,input_tokens,cached_input_tokens,"
                        + "cache_write_tokens,output_tokens,reasoning_tokens");
        assertThat(reply.text()).contains("'=cmd,'=cmd,2.5,1,0,100,0,0,5,0").contains("myorg/api,myorg/api,0.5,2,1,20");
    }

    @Test
    void thePageShowsTheDaysAndTheTables() {
        String page = host.owner().get("/admin/usage").text();

        assertThat(page).contains("The last 30 days", "By model", "vendor/claude-x", "2.50 USD", "By repository",
                "/api/v1/usage.csv?by=model");
    }

    private void used(Person person, String model, String repo, int input, Long nano) {
        String now = Instant.now().toString();
        host.database.write(h -> h
                .createUpdate("INSERT INTO usage (at, day, purpose, provider, model, person, repo, input,"
                        + " cached_input, cache_write, output, reasoning, nanousd) VALUES (:at, :day, 'turn', 'vendor', :model,"
                        + " :person, :repo, :input, 0, 0, 5, 0, :nano)")
                .bind("at", now).bind("day", now.substring(0, 10))
                .bind("model", model).bind("person", person.id()).bind("repo", repo).bind("input", input)
                .bind("nano", nano).execute());
    }
}
