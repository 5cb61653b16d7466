package dev.telecoder.plugin.githubchannel;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.repo.Talk.Kind;
import dev.telecoder.api.repo.Talk.Topic;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A conversation on GitHub and its address: {@code owner/repo#12} for an issue or pull request, with the first remark of a
 * review thread as thread; {@code owner/repo/discussions/7} for a discussion, with the comment that replies stand below.
 *
 * @param repo the repository
 * @param topic the conversation
 */
record Place(String repo, Topic topic) {

    private static final Pattern ISSUE = Pattern.compile("([\\w.-]+/[\\w.-]+)#(\\d{1,18})");
    private static final Pattern DISCUSSION = Pattern.compile("([\\w.-]+/[\\w.-]+)/discussions/(\\d{1,18})");

    static Place of(ChatAddress address) {
        String thread = address.thread() == null ? "" : address.thread();
        Matcher issue = ISSUE.matcher(address.chat());
        if (issue.matches()) {
            return new Place(issue.group(1), new Topic(thread.isEmpty() ? Kind.ISSUE : Kind.REVIEW_THREAD,
                    Long.parseLong(issue.group(2)), thread));
        }
        Matcher discussion = DISCUSSION.matcher(address.chat());
        if (discussion.matches()) {
            return new Place(discussion.group(1),
                    new Topic(Kind.DISCUSSION, Long.parseLong(discussion.group(2)), thread));
        }
        throw PluginException.of(Failure.REJECTED, "GitHub has no place \"" + address.chat()
                + "\". Expected owner/repo#12 or owner/repo/discussions/7.");
    }

    ChatAddress address() {
        String chat = topic.kind() == Kind.DISCUSSION ? repo + "/discussions/" + topic.number()
                : repo + "#" + topic.number();
        return new ChatAddress(GithubChannel.ID, chat, topic.thread().isEmpty() ? null : topic.thread());
    }
}
