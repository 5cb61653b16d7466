package dev.telecoder.platform.config;

import dev.telecoder.api.json.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What version 2's config.env means here. Its settings stand below those of config.yaml: they fill in what is left out there.
 * A variable of the environment beats a line of the file, as it did in version 2.
 *
 * @param variables the lines of the file
 */
record V2Settings(Map<String, String> variables) {

    static final V2Settings NONE = new V2Settings(Map.of());

    private static final Pattern ADDRESS = Pattern.compile("(.*):(\\d{1,5})");
    private static final Pattern REPOSITORY = Pattern.compile("[\\w.-]+/[\\w.-]+");

    /** One line to one setting, where the other variables that version 2 wanted beside it are there too. */
    private record Rule(String name, String path, List<String> with) {}

    private static final List<Rule> RULES = List.of(
            new Rule("GITHUB_TOKEN", "github.token", List.of()),
            new Rule("GITHUB_WEBHOOK_SECRET", "github.webhook_secret", List.of()),
            new Rule("TELECODER_DOCKER_IMAGE", "sandbox.image", List.of()),
            new Rule("TELECODER_DOCKER_NETWORK", "sandbox.docker_network", List.of()),
            new Rule("TELEGRAM_BOT_TOKEN", "channels.telegram.bot_token", List.of()),
            new Rule("SLACK_BOT_TOKEN", "channels.slack.bot_token", List.of("SLACK_APP_TOKEN")),
            new Rule("SLACK_APP_TOKEN", "channels.slack.app_token", List.of("SLACK_BOT_TOKEN")),
            new Rule("LINEAR_API_KEY", "channels.linear.api_key", List.of()),
            new Rule("LINEAR_WEBHOOK_SECRET", "channels.linear.webhook_secret", List.of("LINEAR_API_KEY")),
            new Rule("LINEAR_TRIGGER_LABEL", "channels.linear.trigger_label", List.of("LINEAR_API_KEY")),
            new Rule("JIRA_BASE_URL", "channels.jira.api_url", List.of("JIRA_USER_EMAIL", "JIRA_API_TOKEN")),
            new Rule("JIRA_USER_EMAIL", "channels.jira.user_email", List.of("JIRA_BASE_URL", "JIRA_API_TOKEN")),
            new Rule("JIRA_API_TOKEN", "channels.jira.api_token", List.of("JIRA_BASE_URL", "JIRA_USER_EMAIL")),
            new Rule("JIRA_WEBHOOK_SECRET", "channels.jira.webhook_secret",
                    List.of("JIRA_BASE_URL", "JIRA_USER_EMAIL", "JIRA_API_TOKEN")),
            new Rule("JIRA_TRIGGER_LABEL", "channels.jira.trigger_label",
                    List.of("JIRA_BASE_URL", "JIRA_USER_EMAIL", "JIRA_API_TOKEN")));

    private static final Map<String, String> LEFT = Map.ofEntries(
            Map.entry("TELECODER_DATA_DIR", "everything is in the home now, which TELECODER_HOME names"),
            Map.entry("TELECODER_MAX_REVISIONS", "there are no rounds of revision any more"),
            Map.entry("TELECODER_CHAT_IDLE_TIMEOUT", "a conversation does not end; its sandbox is freed by itself"),
            Map.entry("TELECODER_CHAT_MAX_MESSAGES", "a conversation has no limit of messages"),
            Map.entry("TELECODER_CODING_AGENT", "TeleCoder codes by itself; an agent is one skill among others"),
            Map.entry("TELECODER_CODING_AGENT_MODEL", "TeleCoder codes by itself; an agent is one skill among others"),
            Map.entry("TELECODER_SERVER", "commands find the running TeleCoder by themselves"),
            Map.entry("LINEAR_WEBHOOK_ADDR", "all webhooks arrive at server.port, under /hooks"),
            Map.entry("JIRA_WEBHOOK_ADDR", "all webhooks arrive at server.port, under /hooks"));

    /** Copies the lines. */
    V2Settings {
        variables = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    }

    static V2Settings of(Map<String, String> variables) {
        return variables.isEmpty() ? NONE : new V2Settings(variables);
    }

    /** The environment, and below it the lines of the file. */
    Map<String, String> under(Map<String, String> environment) {
        if (variables.isEmpty()) {
            return environment;
        }
        Map<String, String> both = new HashMap<>(variables);
        environment.forEach((name, value) -> {
            if (!value.isEmpty()) {
                both.put(name, value);
            }
        });
        return both;
    }

    /** The tree of config.yaml with what config.env fills in. */
    JsonValue below(JsonValue root) {
        JsonValue filled = root;
        for (V2Item item : items(root)) {
            if (item.value() != null && item.state() != V2Item.State.LEFT) {
                filled = JsonPaths.with(filled, JsonPaths.steps(item.path()), item.value());
            }
        }
        return filled;
    }

    /**
     * Tells what becomes of each line.
     *
     * @param root the tree of config.yaml, which beats it; empty for none
     */
    List<V2Item> items(JsonValue root) {
        var items = new ArrayList<V2Item>();
        Set<String> known = new LinkedHashSet<>();
        model(root, items, known);
        address(root, items, known);
        for (Rule rule : RULES) {
            String value = variables.get(rule.name());
            if (value == null) {
                continue;
            }
            known.add(rule.name());
            Set<String> missing = new TreeSet<>(rule.with());
            missing.removeAll(variables.keySet());
            items.add(missing.isEmpty() ? fill(root, rule.name(), rule.path(), JsonValue.of(value), "")
                    : V2Item.left(rule.name(), "without " + String.join(" and ", missing) + " it had no effect"));
        }
        repositories(root, items, known);
        for (String name : variables.keySet()) {
            if (!known.contains(name)) {
                items.add(V2Item.left(name,
                        LEFT.getOrDefault(name,
                                "not a setting of version 2; ${" + name + "} in config.yaml finds it")));
            }
        }
        return items;
    }

    /** Version 2 asked Anthropic where both keys were there. A key never goes to another provider than its own. */
    private void model(JsonValue root, List<V2Item> items, Set<String> known) {
        boolean anthropic = variables.containsKey("ANTHROPIC_API_KEY");
        boolean openai = variables.containsKey("OPENAI_API_KEY");
        String chosen = root.get("llm").get("provider").text();
        String usual = anthropic ? "anthropic" : openai ? "openai" : "";
        String provider = chosen.isEmpty() ? usual : chosen;
        for (String one : List.of("anthropic", "openai")) {
            String name = one.equals("anthropic") ? "ANTHROPIC_API_KEY" : "OPENAI_API_KEY";
            String value = variables.get(name);
            if (value == null) {
                continue;
            }
            known.add(name);
            if (!one.equals(provider)) {
                items.add(V2Item.left(name,
                        "llm.provider is " + provider + "; set llm.provider and llm.api_key to use it"));
                continue;
            }
            if (chosen.isEmpty()) {
                items.add(fill(root, name, "llm.provider", JsonValue.of(one), "version 2 chose it by the key"));
            }
            items.add(fill(root, name, "llm.api_key", JsonValue.of(value), ""));
        }
        boolean first = true;
        for (String name : List.of("TELECODER_LLM_MODEL", "TELECODER_PLANNER_MODEL")) {
            if (variables.containsKey(name)) {
                known.add(name);
                items.add(first && (chosen.isEmpty() || chosen.equals(usual))
                        ? fill(root, name, "llm.model", JsonValue.of(variables.get(name)), "")
                        : V2Item.left(name, first ? "it is for another provider than llm.provider"
                                : "TELECODER_LLM_MODEL says it"));
                first = false;
            }
        }
    }

    private void address(JsonValue root, List<V2Item> items, Set<String> known) {
        String value = variables.get("TELECODER_ADDR");
        if (value == null) {
            return;
        }
        known.add("TELECODER_ADDR");
        Matcher parts = ADDRESS.matcher(value);
        if (!parts.matches() || Integer.parseInt(parts.group(2)) > 65_535) {
            items.add(V2Item.left("TELECODER_ADDR", "it is no address such as :7080"));
            return;
        }
        String host = parts.group(1).replaceAll("[\\[\\]]", "");
        items.add(fill(root, "TELECODER_ADDR", "server.port",
                new JsonValue.JsonNumber(new java.math.BigDecimal(parts.group(2))), host.isEmpty()
                        ? "version 2 listened on every address, this one on 127.0.0.1; server.host changes that" : ""));
        if (!host.isEmpty()) {
            items.add(fill(root, "TELECODER_ADDR", "server.host", JsonValue.of(host), ""));
        }
    }

    private void repositories(JsonValue root, List<V2Item> items, Set<String> known) {
        Set<String> names = new LinkedHashSet<>();
        for (String channel : List.of("TELEGRAM", "SLACK", "LINEAR", "JIRA")) {
            String name = channel + "_DEFAULT_REPO";
            String value = variables.get(name);
            if (value == null) {
                continue;
            }
            known.add(name);
            if (!REPOSITORY.matcher(value).matches()) {
                items.add(V2Item.left(name, "it is no repository such as owner/name"));
            } else if (!names.add(value)) {
                items.add(V2Item.left(name, "the repository is in repos already"));
            } else {
                items.add(fill(root, name, "repos[" + (names.size() - 1) + "]",
                        JsonValue.object().put("name", value).build(),
                        "no channel has a repository of its own; say its name in the chat"));
            }
        }
    }

    private static V2Item fill(JsonValue root, String name, String path, JsonValue value, String note) {
        List<String> steps = JsonPaths.steps(path);
        boolean given = path.startsWith("repos[") ? !root.get("repos").isNull()
                : !JsonPaths.get(root, steps).isNull();
        if (given) {
            return V2Item.left(name, "config.yaml says " + path.replaceFirst("\\[.*", ""));
        }
        return new V2Item(name, path, value, note.isEmpty() ? V2Item.State.TAKEN : V2Item.State.CHANGED, note);
    }
}
