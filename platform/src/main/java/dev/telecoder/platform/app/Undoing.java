package dev.telecoder.platform.app;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.platform.conversation.Conversation;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.identity.Role;
import dev.telecoder.platform.skill.Places;
import dev.telecoder.platform.skill.Workplace;
import dev.telecoder.platform.task.Run;
import dev.telecoder.platform.task.Runs;
import dev.telecoder.platform.task.Turn;
import dev.telecoder.platform.task.Turns;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code /undo}: the files of a conversation as they were before the last task that changed them. A task whose beginning is what
 * is there already has been undone, so that asking again goes one further back. What left this machine stays where it is.
 *
 * @param turns the turns of conversations
 * @param runs the journal, with the snapshots
 * @param places where conversations work
 */
record Undoing(Turns turns, Runs runs, Places places) {

    private static final int TURNS = 100;

    String undo(Conversation conversation, Person person) {
        if (!person.role().covers(Role.DEVELOPER)) {
            return "Undoing changes files, which a " + person.role().word() + " may not.";
        }
        List<Turn> all = turns.list(conversation.id(), null, null, TURNS);
        if (all.stream().anyMatch(turn -> turn.endedAt() == null)) {
            return "Something is being worked on here. `/stop` it first, then `/undo`.";
        }
        // From the last task to the first; of each the first snapshot of every repository.
        Map<String, Map<String, Run>> tasks = new LinkedHashMap<>();
        Map<String, Boolean> seenOutside = new LinkedHashMap<>();
        for (Turn turn : all) {
            Map<String, Run> first = tasks.computeIfAbsent(turn.task(), id -> new LinkedHashMap<>());
            Map<String, Run> ofTurn = new LinkedHashMap<>();
            for (Run run : runs.ofTurn(turn.id())) {
                if (run.snapshot() != null) {
                    ofTurn.putIfAbsent(run.repo() == null ? "" : run.repo(), run);
                }
                seenOutside.merge(turn.task(), run.risk().compareTo(Risk.EXTERNAL) >= 0
                        && run.state() == Run.State.DONE, Boolean::logicalOr);
            }
            first.putAll(ofTurn);
        }
        for (Map.Entry<String, Map<String, Run>> task : tasks.entrySet()) {
            StringBuilder done = new StringBuilder();
            for (Map.Entry<String, Run> one : task.getValue().entrySet()) {
                done.append(back(conversation, one.getKey(), one.getValue()));
            }
            if (!done.isEmpty()) {
                return done + (seenOutside.getOrDefault(task.getKey(), false)
                        ? "\nWhat that task pushed or posted stays where it is." : "");
            }
        }
        return "There is nothing to undo here.";
    }

    private String back(Conversation conversation, String repo, Run run) {
        try {
            Workplace here = places.of(conversation.id());
            Workplace place = repo.isEmpty() ? here : here.in(repo);
            String now = place.snapshot().orElse("");
            if (now.isEmpty() || now.equals(run.snapshot())) {
                return "";
            }
            place.killSandbox();
            place.restore(run.snapshot());
            return (repo.isEmpty() ? "The files are" : "`" + repo + "` is") + " as before "
                    + run.createdAt().toString().substring(0, 16).replace('T', ' ') + " UTC, before `" + run.skill()
                    + "`.\n";
        } catch (PluginException e) {
            return "`" + repo + "` could not be brought back: " + e.getMessage() + "\n";
        }
    }
}
