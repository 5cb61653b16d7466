package dev.telecoder.platform.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.telecoder.api.Secret;
import dev.telecoder.api.Setting;
import dev.telecoder.api.json.JsonValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ConfigSchemaTest {

    enum Mode {
        POLLING,
        WEBHOOK
    }

    @Setting("A bot.")
    record Bot(@Setting(value = "Its token.", required = true, examples = "${BOT_TOKEN}") Secret botToken,
            @Setting(value = "How messages arrive.", byDefault = "polling") Mode mode,
            @Setting(value = "How long it waits.", byDefault = "30s") Duration pause,
            @Setting("Who may talk.") List<String> allowed) {

        Bot {
            Objects.requireNonNull(botToken, "bot_token");
        }
    }

    @Setting("What else a model wants.")
    record Model(@Setting("Its name.") String model, @Setting("A key of this one alone.") String region) {}

    private static final List<SectionUse> USES =
            List.of(new SectionUse("channels.bot", Bot.class), new SectionUse("llm", Model.class));
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private final JsonValue schema = ConfigSchema.of(USES);

    @Test
    void isAValidSchemaOf2020() {
        Schema meta = SCHEMAS.getSchema(SchemaLocation.of(ConfigSchema.DIALECT));

        assertThat(meta.validate(schema.toString(), InputFormat.JSON)).isEmpty();
    }

    @Test
    void everyKeyOfEveryRecordIsDescribed() {
        List<String> silent = new ArrayList<>();

        undescribed(schema, "", silent);

        assertThat(silent).isEmpty();
    }

    @Test
    void aKeyWithoutDescriptionWouldBeFound() {
        record Silent(@Setting("Told.") String told, String untold) {}
        List<String> silent = new ArrayList<>();

        undescribed(ConfigSchema.of(List.of(new SectionUse("channels.silent", Silent.class))), "", silent);

        assertThat(silent).containsExactly("channels.silent", "channels.silent.untold");
    }

    @Test
    void tellsTypeDefaultChoicesAndWhatMustNotBeShown() {
        JsonValue bot = ConfigSchema.section("channels.bot", USES).orElseThrow();
        JsonValue server = ConfigSchema.section("server", USES).orElseThrow();
        JsonValue permissions = ConfigSchema.section("permissions", USES).orElseThrow();

        assertThat(bot.get("required")).hasToString("[\"bot_token\"]");
        assertThat(bot.get("properties").get("bot_token").get("writeOnly").asBoolean(false)).isTrue();
        assertThat(bot.get("properties").get("bot_token").get("default").isNull()).isTrue();
        assertThat(bot.get("properties").get("bot_token").get("examples")).hasToString("[\"${BOT_TOKEN}\"]");
        assertThat(bot.get("properties").get("mode").get("enum")).hasToString("[\"polling\",\"webhook\",null]");
        assertThat(bot.get("properties").get("mode").get("default").text()).isEqualTo("polling");
        assertThat(bot.get("properties").get("allowed").get("type").at(0).text()).isEqualTo("array");
        assertThat(server.get("properties").get("port").get("default")).hasToString("7080");
        assertThat(server.get("properties").get("port").get("maximum")).hasToString("65535");
        assertThat(permissions.get("properties").get("ask_timeout").get("default").text()).isEqualTo("8h");
        assertThat(permissions.get("properties").get("defaults").get("default"))
                .hasToString("{\"READ\":\"allow\",\"WRITE\":\"allow\",\"EXTERNAL\":\"ask\",\"DANGEROUS\":\"ask\"}");
        assertThat(ConfigSchema.section("sandbox", USES).orElseThrow().get("properties").get("memory").get("default")
                .text()).isEqualTo("2GB");
        assertThat(ConfigSchema.section("budget", USES).orElseThrow().get("properties").get("per_day_usd")
                .get("default")).hasToString("20");
        assertThat(ConfigSchema.section("channels.nobody", USES)).isEmpty();
    }

    @Test
    void knowsTheKeysOfAllWhoReadASection() {
        JsonValue llm = ConfigSchema.section("llm", USES).orElseThrow().get("properties");

        assertThat(llm.members()).containsKeys("provider", "model", "fallbacks", "region");
        assertThat(llm.get("model").get("description").text()).startsWith("The model's name");
    }

    @Test
    void defaultsAndExamplesAreWhatTheSchemaAllows() {
        List<String> wrong = new ArrayList<>();

        unfit(schema, "", wrong);

        assertThat(wrong).isEmpty();
    }

    @Test
    void agreesWithTheBinderOnTheExampleOfEveryKey() throws Exception {
        String example = Files.readString(Path.of("..", "dist", "config.example.yaml"));
        var variables = new HashMap<String, String>();
        Pattern.compile("\\$\\{([A-Z_]+)}").matcher(example).results()
                .forEach(found -> variables.put(found.group(1), "a-value-of-the-environment"));

        Config config = ConfigFile.parse(uncommented(example), variables);

        assertThat(config.problems()).isEmpty();
        assertThat(new TreeSet<>(config.root().members().keySet())).containsAll(PlatformSettings.SECTIONS);
        assertThat(objections(uncommented(example))).isEmpty();
    }

    @Test
    void agreesWithTheBinderOnTwentyMistakes() {
        List<String> mistakes = List.of(
                "hartbeat: {enabled: true}", "server: {port: 70800}", "server: {port: many}", "server: {prt: 1}",
                "server: 7080", "repos: [{url: \"file:///x\"}]", "repos: {name: a}",
                "repos: [{name: a, autonomy: drafft}]",
                "repos: [{name: a, monitor: [ci]}]", "heartbeat: {quiet_hours: 22-8}",
                "heartbeat: {ci_poll_interval: often}", "heartbeat: {enabled: perhaps}",
                "budget: {per_task_usd: cheap}", "budget: {per_task_usd: -1}", "sandbox: {memory: lots}",
                "sandbox: {processes: 0}", "permissions: {defaults: {WRITE: perhaps}}",
                "permissions: {rules: [{skill: x}]}", "permissions: {ask_timeout: []}",
                "access: {telegram: {dm_policy: everyone}}", "channels: {bot: {}}",
                "channels: {bot: {bot_token: x, mode: poling}}", "llm: {max_output_tokens: 0.5}");

        for (String mistake : mistakes) {
            assertThat(ConfigFile.parse(mistake, Map.of()).problems(USES)).as(mistake).isNotEmpty();
            assertThat(objections(mistake)).as(mistake).isNotEmpty();
        }
    }

    @Test
    void whatItObjectsToInTheFileOfTwentyMistakesTheBinderTellsToo() throws Exception {
        String source = Files.readString(Path.of("..", "dist", "checks", "badinput", "commands.mjs"));
        String twenty = source.replaceFirst("(?s).*?const TWENTY = `", "").replaceFirst("(?s)`;.*", "")
                .replace("${SECRET}", "x");

        List<String> told = ConfigFile.parse(twenty, Map.of()).problems().stream().map(ConfigProblem::path).toList();
        List<String> objected = objections(twenty).stream().map(ConfigSchemaTest::path).distinct().toList();

        assertThat(told).hasSizeGreaterThanOrEqualTo(20);
        assertThat(objected).hasSizeGreaterThanOrEqualTo(15)
                .allSatisfy(path -> assertThat(told).anySatisfy(one -> assertThat(one).startsWith(path)));
    }

    @Test
    void allowsVariablesNullsAndOneValueForAListOfOne() {
        String fine = """
                x-common: &common {monitors: [ci]}
                server: {port: "${PORT}", public_url: null}
                repos: [{name: a, branch: 1.10, notify: "telegram:12345"}]
                access: {telegram: {allow_from: [12345]}}
                sandbox: {egress: open, memory: 512MB}
                heartbeat:
                channels: {telegram: {bot_token: x}, bot: {bot_token: 12}}
                budget: {per_day_usd: null}
                """;

        assertThat(ConfigFile.parse(fine, Map.of("PORT", "1")).problems(USES)).filteredOn(ConfigProblem::isError)
                .isEmpty();
        assertThat(objections(fine)).isEmpty();
    }

    /** The place as a setting: a key that is not known is named beside its section. */
    private static String path(Error error) {
        String at = error.getInstanceLocation().toString().replaceFirst("^/", "").replaceAll("/(\\d+)(?=/|$)", "[$1]")
                .replace('/', '.');
        boolean unknown = error.getKeyword().equals("additionalProperties") && error.getProperty() != null;
        return unknown ? at.isEmpty() ? error.getProperty() : at + "." + error.getProperty() : at;
    }

    private List<Error> objections(String yaml) {
        return SCHEMAS.getSchema(schema.toString(), InputFormat.JSON)
                .validate(YamlTree.literal(yaml).toString(), InputFormat.JSON);
    }

    /** The example with every key in force: what is commented out is a key where it begins without a blank. */
    static String uncommented(String example) {
        var text = new StringBuilder();
        for (String line : example.lines().toList()) {
            text.append(line.matches("#( *- | *[a-z_\"-].*:).*") && !line.startsWith("# ") ? line.substring(1)
                    : line.matches("#  +\\S.*") ? line.substring(1) : line).append('\n');
        }
        return text.toString();
    }

    private static void undescribed(JsonValue schema, String path, List<String> silent) {
        schema.get("properties").members().forEach((name, property) -> {
            String at = path.isEmpty() ? name : path + "." + name;
            // The keys of a map are described with the map.
            boolean constant = name.equals(name.toUpperCase(java.util.Locale.ROOT)) || path.endsWith(".defaults");
            if (property.get("description").text().isBlank() && !constant) {
                silent.add(at);
            }
            undescribed(property, at, silent);
        });
        for (String inside : List.of("items", "additionalProperties")) {
            if (!schema.get(inside).members().isEmpty()) {
                undescribed(schema.get(inside), path + "[]", silent);
            }
        }
    }

    private static void unfit(JsonValue schema, String path, List<String> wrong) {
        List<JsonValue> values = new ArrayList<>(schema.get("examples").items());
        if (!schema.get("default").isNull()) {
            values.add(schema.get("default"));
        }
        for (JsonValue value : values) {
            if (!SCHEMAS.getSchema(schema.toString(), InputFormat.JSON).validate(value.toString(), InputFormat.JSON)
                    .isEmpty()) {
                wrong.add(path + ": " + value);
            }
        }
        schema.get("properties").members().forEach((name, property) -> unfit(property, path + "." + name, wrong));
        for (String inside : List.of("items", "additionalProperties")) {
            if (!schema.get(inside).members().isEmpty()) {
                unfit(schema.get(inside), path + "[]", wrong);
            }
        }
    }
}
