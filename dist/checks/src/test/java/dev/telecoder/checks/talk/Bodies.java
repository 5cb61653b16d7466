package dev.telecoder.checks.talk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The bodies that a model got in one conversation, as they came, in order.
 *
 * @param all the bodies
 * @param others the bodies that asked for summaries
 */
record Bodies(List<byte[]> all, List<byte[]> others) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SUMMARY = "[What came before was summarised";

    static Bodies of(Path folder) throws IOException {
        List<byte[]> all = new ArrayList<>();
        List<byte[]> others = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                (file.toString().endsWith(".json") ? all : others).add(Files.readAllBytes(file));
            }
        }
        return new Bodies(all, others);
    }

    /** How much of each body is the beginning of the next, byte by byte, on average, without the worst few. */
    double mean(int without) {
        List<Double> shares = new ArrayList<>(shares());
        shares.sort(null);
        return shares.subList(without, shares.size()).stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    /** How often the beginning was written anew: results left out, or a summary made. */
    int rewrites() {
        return (int) shares().stream().filter(share -> share < 0.8).count();
    }

    /** How often what came before was summarised: what the first message says of it, with all it tells, changed so often. */
    int summaries() throws IOException {
        int summaries = 0;
        String before = "";
        for (byte[] body : all) {
            String first = "";
            for (JsonNode message : JSON.readTree(body).get("messages")) {
                String text = message.toString();
                if (text.contains(SUMMARY)) {
                    first = text.substring(text.indexOf(SUMMARY), text.indexOf("[What follows is as it was.]"));
                    break;
                }
            }
            summaries += first.equals(before) ? 0 : 1;
            before = first;
        }
        return summaries;
    }

    private List<Double> shares() {
        List<Double> shares = new ArrayList<>();
        for (int i = 1; i < all.size(); i++) {
            int same = Arrays.mismatch(all.get(i - 1), all.get(i));
            shares.add((same < 0 ? all.get(i - 1).length : same) / (double) all.get(i - 1).length);
        }
        return shares;
    }

    /** All that was sent, the questions for summaries with it. */
    long tokens() {
        return Stream.concat(all.stream(), others.stream()).mapToLong(body -> body.length).sum() / 4;
    }

    /** Facts that were told up to the turn of a body and do not stand in it. */
    Set<String> lost(List<String> facts) {
        Set<String> lost = new TreeSet<>();
        for (byte[] body : all) {
            String text = new String(body, StandardCharsets.UTF_8);
            int turn = facts.size() - 1;
            while (!text.contains("Turn " + turn + ".")) {
                turn--;
            }
            facts.subList(0, turn + 1).stream().filter(fact -> !text.contains(fact)).forEach(lost::add);
        }
        return lost;
    }

    /** Calls without a result, and results without a call, in all bodies. */
    int unpaired() throws IOException {
        int wrong = 0;
        for (byte[] body : all) {
            Set<String> open = new HashSet<>();
            for (JsonNode message : JSON.readTree(body).get("messages")) {
                Set<String> results = new HashSet<>();
                Set<String> calls = new HashSet<>();
                message.path("tool_calls").forEach(call -> calls.add(call.get("id").asText()));
                if (message.path("role").asText().equals("tool")) {
                    results.add(message.get("tool_call_id").asText());
                }
                if (message.path("content").isArray()) {
                    for (JsonNode block : message.get("content")) {
                        switch (block.path("type").asText()) {
                            case "tool_use" -> calls.add(block.get("id").asText());
                            case "tool_result" -> results.add(block.get("tool_use_id").asText());
                            default -> {
                            }
                        }
                    }
                }
                for (String result : results) {
                    wrong += open.remove(result) ? 0 : 1;
                }
                if (!message.path("role").asText().equals("tool")) {
                    wrong += open.size();
                    open.clear();
                }
                open.addAll(calls);
            }
            wrong += open.size();
        }
        return wrong;
    }
}
