package dev.telecoder.plugin.githubchannel;

import dev.telecoder.api.channel.InboundMessage.Quoted;
import dev.telecoder.api.repo.Talk;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What was said before somebody called us, and that we did not hear yet: the words of others, which are outside text. For any thread. */
final class Quotes {

    private static final int MOST = 30;
    private static final int LONGEST = 20_000;

    private Quotes() {}

    /** All since we spoke last; where we never did, all from the beginning. What was said long before is left out first. */
    static List<Quoted> before(Talk talk, Heard heard, String account) {
        Place place = heard.place();
        Talk.Topic topic = place.topic();
        List<Quoted> all = new ArrayList<>();
        boolean begins = heard.remark().isEmpty() && !heard.id().startsWith("review/");
        if (!begins || !heard.label().isEmpty()) {
            talk.subject(place.repo(), topic).ifPresent(subject -> all.add(new Quoted(subject.author(),
                    (subject.title() + "\n\n" + subject.markdown()).strip())));
        }
        for (Talk.Remark remark : begins && heard.label().isEmpty() ? List.<Talk.Remark>of()
                : talk.remarks(place.repo(), topic, Instant.EPOCH)) {
            if (remark.author().equalsIgnoreCase(account) || remark.markdown().contains(GithubChannel.MARK.strip())) {
                all.clear();
            } else if (!remark.id().equals(heard.remark()) && !remark.at().isAfter(heard.at())
                    && !remark.markdown().isBlank()) {
                all.add(new Quoted(remark.author(), remark.markdown()));
            }
        }
        int left = LONGEST;
        int from = all.size();
        while (from > 0 && all.size() - from < MOST && all.get(from - 1).markdown().length() <= left) {
            from--;
            left -= all.get(from).markdown().length();
        }
        return List.copyOf(all.subList(from, all.size()));
    }
}
