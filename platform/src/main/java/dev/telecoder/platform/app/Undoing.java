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
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
        Map<String, String> now = new HashMap<>();
        Set<String> undone = new HashSet<>();
        for (Map.Entry<String, Map<String, Run>> task : tasks.entrySet()) {
            StringBuilder done = new StringBuilder();
            for (Map.Entry<String, Run> one : task.getValue().entrySet()) {
                String repo = one.getKey();
                String state = now.computeIfAbsent(repo, name -> state(conversation, name));
                // Where the beginning of this task, or of an older one, is what is there, it is undone already.
                if (undone.contains(repo) || !beginsAt(tasks.values(), repo, state)) {
                    done.append(back(conversation, repo, one.getValue()));
                } else if (state.equals(one.getValue().snapshot())
                        && !beginsAt(after(tasks, task.getKey()), repo, state)) {
                    undone.add(repo);
                }
            }
            if (!done.isEmpty()) {
                return done + (seenOutside.getOrDefault(task.getKey(), false)
                        ? "\nWhat that task pushed or posted stays where it is." : "");
            }
        }
        return "There is nothing to undo here.";
    }

    /** The tasks before one. */
    private static Collection<Map<String, Run>> after(Map<String, Map<String, Run>> tasks, String task) {
        List<String> ids = List.copyOf(tasks.keySet());
        return ids.subList(ids.indexOf(task) + 1, ids.size()).stream().map(tasks::get).toList();
    }

    private static boolean beginsAt(Collection<Map<String, Run>> tasks, String repo, String state) {
        return tasks.stream().map(task -> task.get(repo)).anyMatch(run -> run != null && state.equals(run.snapshot()));
    }

    private Workplace place(Conversation conversation, String repo) {
        Workplace here = places.of(conversation.id());
        return repo.isEmpty() ? here : here.in(repo);
    }

    /** What is there now, as a snapshot; the same state is the same snapshot. */
    private String state(Conversation conversation, String repo) {
        try {
            return place(conversation, repo).snapshot().orElse("");
        } catch (PluginException e) {
            return "";
        }
    }

    private String back(Conversation conversation, String repo, Run run) {
        try {
            Workplace place = place(conversation, repo);
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
