package dev.telecoder.plugin.code;

import dev.telecoder.plugin.code.Edited.Reason;
import dev.telecoder.plugin.code.Edited.Refused;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Says, when an old text is not found, which lines come nearest and where they begin to differ. Pure. */
final class NearestRegion {

    private static final int LONGEST_SCAN = 20_000;
    private static final int SHOWN = 200;

    private NearestRegion() {}

    static Refused refusal(List<Line> file, List<String> old) {
        List<String> wanted = old.stream().map(Rung.INDENTATION::key).toList();
        List<String> have = file.stream().map(line -> Rung.INDENTATION.key(line.text())).toList();
        int start = start(have, wanted);
        if (start < 0) {
            return new Refused(Reason.NOT_FOUND, List.of(),
                    "The old text is not in the file, nor anything like it. Read the file and copy the lines from there.");
        }
        int end = Math.min(have.size(), start + wanted.size());
        int differs = 0;
        while (start + differs < end && have.get(start + differs).equals(wanted.get(differs))) {
            differs++;
        }
        String at = start + differs < end
                ? "The first line that differs is " + (start + differs + 1) + ":\n  file: "
                        + shown(file.get(start + differs).text()) + "\n  old:  " + shown(old.get(differs))
                : differs < wanted.size()
                        ? "The file ends where the old text goes on with: " + shown(old.get(differs))
                        : "Its indentation differs.";
        return new Refused(Reason.NOT_FOUND, List.of(start + 1, end),
                "The old text is not in the file. Nearest are lines " + (start + 1) + "-" + end + ". " + at
                        + "\nRead these lines and copy the old text from there.");
    }

    private static int start(List<String> have, List<String> wanted) {
        Map<Integer, Integer> votes = new HashMap<>();
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < wanted.size(); i++) {
            if (wanted.get(i).length() > 3) {
                places.putIfAbsent(wanted.get(i), i);
            }
        }
        for (int i = 0; i < have.size(); i++) {
            Integer place = places.get(have.get(i));
            if (place != null) {
                votes.merge(Math.max(0, i - place), 1, Integer::sum);
            }
        }
        int best = votes.entrySet().stream()
                .max(Map.Entry.<Integer, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey).orElse(-1);
        return best >= 0 ? best : mostSimilar(have, wanted);
    }

    private static int mostSimilar(List<String> have, List<String> wanted) {
        int first = 0;
        while (first < wanted.size() && wanted.get(first).length() <= 3) {
            first++;
        }
        if (first == wanted.size()) {
            return -1;
        }
        int best = -1;
        double most = 0.4;
        for (int i = 0; i < Math.min(have.size(), LONGEST_SCAN); i++) {
            double like = Similarity.of(wanted.get(first), have.get(i));
            if (like > most) {
                most = like;
                best = Math.max(0, i - first);
            }
        }
        return best;
    }

    private static String shown(String line) {
        return line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line;
    }
}
