package dev.telecoder.platform.app;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the scripted model of the demo says to a request. It keeps nothing: each next step follows from the messages of that
 * very request, and every file, line and name in it was read in a result of a tool. A wrong result gives a wrong fix.
 */
final class DemoScript {

    private static final Pattern FAILED = Pattern.compile("(?m)^FAILED (.+?)(?: \\[.*])?\\R(?:  at (.+):(\\d+)\\R)?");
    private static final Pattern FOUND = Pattern.compile("(?m)^(\\S.*)\\R  (\\d+): ");
    private static final Pattern NUMBERED = Pattern.compile("(?m)^(\\d+)\\t(.*)$");

    private final DemoSeed seed;
    private final Json json;

    DemoScript(DemoSeed seed, Json json) {
        this.seed = seed;
        this.json = json;
    }

    /**
     * What to answer.
     *
     * @param text the words
     * @param tool the tool to call, or empty
     * @param arguments what it is passed
     */
    record Reply(String text, String tool, JsonValue arguments) {

        static Reply say(String text) {
            return new Reply(text, "", JsonValue.NULL);
        }
    }

    private record Step(String tool, JsonValue arguments, String result) {}

    Reply reply(JsonValue request) {
        List<String> tools =
                request.get("tools").items().stream().map(tool -> tool.get("function").get("name").text()).toList();
        List<Step> steps = steps(request.get("messages"));
        Reply wanted = next(steps);
        if (wanted.tool().isEmpty()) {
            return wanted;
        }
        Optional<String> offered = tools.stream().filter(tool -> plain(tool).equals(plain(wanted.tool()))).findFirst();
        return offered.map(tool -> new Reply(wanted.text(), tool, wanted.arguments()))
                .orElseGet(() -> Reply.say("I would need the tool " + wanted.tool() + ", and was not offered it."));
    }

    private Reply next(List<Step> steps) {
        if (steps.isEmpty()) {
            return call("Let me run the tests first and see what fails.", "test.run", JsonValue.object());
        }
        Step last = steps.getLast();
        return switch (last.tool()) {
            case "testrun" ->
                    steps.stream().anyMatch(step -> step.tool().equals("codeedit")) ? tested(steps, last.result())
                            : failed(last.result());
            case "coderead" ->
                    last.arguments().get("path").text().equals(failure(steps).path()) ? assertion(last.result())
                            : source(last);
            case "codesearch" -> found(last.result());
            case "codeedit" -> call("Changed. Now the tests have to prove it.", "test.run", JsonValue.object());
            case "gitcommit" -> ended(steps, last.result());
            default -> Reply.say("This demo knows one trick, and that is done.");
        };
    }

    private Reply failed(String result) {
        Matcher failure = FAILED.matcher(result);
        if (!failure.find()) {
            return Reply.say("I could not see a failing test:\n\n" + head(result));
        }
        if (failure.group(2) == null) {
            return Reply.say("`" + failure.group(1) + "` fails, but the runner does not say where.");
        }
        return call("One test fails: \"" + failure.group(1) + "\". I look at what it expects.", "code.read",
                JsonValue.object()
                        .put("path", failure.group(2)).put("start_line", Integer.parseInt(failure.group(3)))
                        .put("limit", 6));
    }

    private record Place(String path, int line) {}

    private static Place failure(List<Step> steps) {
        for (Step step : steps) {
            Matcher failure = FAILED.matcher(step.result());
            if (step.tool().equals("testrun") && failure.find() && failure.group(2) != null) {
                return new Place(failure.group(2), Integer.parseInt(failure.group(3)));
            }
        }
        return new Place("", 0);
    }

    private Reply assertion(String result) {
        Optional<String> symbol = symbol(result);
        return symbol.map(name -> call("It is about `" + name + "`. Where is that?", "code.search",
                JsonValue.object().put("query", name).put("mode", "symbol")))
                .orElseGet(() -> Reply.say("I do not understand this assertion:\n\n" + head(result)));
    }

    private Optional<String> symbol(String result) {
        Matcher line = NUMBERED.matcher(result);
        while (line.find()) {
            Matcher symbol = seed.symbol().matcher(line.group(2));
            if (symbol.find()) {
                return Optional.of(symbol.group(1));
            }
        }
        return Optional.empty();
    }

    private Reply found(String result) {
        Matcher hit = FOUND.matcher(result);
        if (!hit.find()) {
            return Reply.say("I did not find it:\n\n" + head(result));
        }
        return call("", "code.read", JsonValue.object().put("path", hit.group(1).strip())
                .put("start_line", Integer.parseInt(hit.group(2))).put("limit", 40));
    }

    private Reply source(Step read) {
        List<String> lines = new ArrayList<>();
        Matcher line = NUMBERED.matcher(read.result());
        while (line.find()) {
            lines.add(line.group(2));
        }
        for (int i = 0; i < lines.size(); i++) {
            Matcher bug = seed.find().matcher(lines.get(i));
            if (bug.find()) {
                String old = lines.get(i);
                String now = bug.replaceFirst(seed.replace());
                // A line that is there twice is told apart by the one before it.
                boolean twice = i > 0 && lines.indexOf(old) != lines.lastIndexOf(old);
                String before = twice ? lines.get(i - 1) + "\n" : "";
                return call("Here is the mistake: `" + old.strip() + "`. It has to be `" + now.strip() + "`.",
                        "code.edit",
                        JsonValue.object().put("edits", JsonValue.array(List.of(JsonValue.object()
                                .put("path", read.arguments().get("path").text()).put("old", before + old)
                                .put("new", before + now)
                                .build()))));
            }
        }
        return Reply.say("I read `" + read.arguments().get("path").text() + "` and see no mistake there.");
    }

    private Reply tested(List<Step> steps, String result) {
        if (FAILED.matcher(result).find() || !result.contains("passed")) {
            return Reply.say("My change did not help, so I do not commit it:\n\n" + head(result));
        }
        String symbol = steps.stream().filter(step -> step.tool().equals("codesearch"))
                .map(step -> step.arguments().get("query").text()).findFirst().orElse("tests");
        String slug = symbol.replaceAll("([a-z0-9])([A-Z])", "$1-$2").replace('_', '-').toLowerCase(Locale.ROOT);
        return call("All green. I commit that on a branch of its own and would like to push it.", "git.commit",
                JsonValue.object().put("message", "Fix " + symbol + "\n\n" + seed.title() + ".")
                        .put("branch", "telecoder/fix-" + slug).put("push", true));
    }

    private static Reply ended(List<Step> steps, String result) {
        if (!result.contains("Pushed")) {
            return Reply.say(
                    "The fix is in my workspace and the tests pass there, but it is **not pushed**: " + head(result));
        }
        Place place = failure(steps);
        return Reply
                .say("Fixed and pushed. The failing test in `" + place.path() + "` passes now, and so do all others.");
    }

    /** The calls since the person last said something, each with its result. */
    private List<Step> steps(JsonValue messages) {
        Map<String, JsonValue> calls = new HashMap<>();
        List<Step> steps = new ArrayList<>();
        for (JsonValue message : messages.items()) {
            switch (message.get("role").text()) {
                case "assistant" ->
                        message.get("tool_calls").items().forEach(call -> calls.put(call.get("id").text(), call));
                case "tool" -> {
                    JsonValue call = calls.get(message.get("tool_call_id").text());
                    if (call != null) {
                        steps.add(new Step(plain(call.get("function").get("name").text()), arguments(call),
                                text(message)));
                    }
                }
                default -> {}
            }
        }
        return steps;
    }

    private JsonValue arguments(JsonValue call) {
        try {
            return json.parse(call.get("function").get("arguments").text());
        } catch (PluginException e) {
            return JsonValue.NULL;
        }
    }

    private static String text(JsonValue message) {
        JsonValue content = message.get("content");
        return content.items().isEmpty() ? content.text()
                : String.join("\n", content.items().stream().map(part -> part.get("text").text()).toList());
    }

    private static Reply call(String text, String tool, JsonValue.ObjectBuilder arguments) {
        return new Reply(text, tool, arguments.build());
    }

    private static String plain(String tool) {
        return tool.replaceAll("[^a-zA-Z0-9]", "").toLowerCase(Locale.ROOT);
    }

    private static String head(String text) {
        return text.length() > 600 ? text.substring(0, 600) + " …" : text.strip();
    }
}
