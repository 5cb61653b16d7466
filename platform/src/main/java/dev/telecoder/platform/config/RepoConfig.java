package dev.telecoder.platform.config;

import dev.telecoder.api.Setting;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One item of {@code repos}.
 *
 * @param name what chats, skills and jobs call it
 * @param url any git URL; without one it follows from host and name
 * @param host the code host; without one what {@code url} says
 * @param branch the branch to start from; without one the remote's own
 * @param ci the CI services; empty for the host's own
 * @param monitors the monitors that watch it
 * @param notify_ where to tell of its events, as {@code channel:chat[:thread]}, the first that is up
 * @param autonomy what an event may start unasked
 */
@Setting("A repository it knows by name. Others can be set up from a chat.")
public record RepoConfig(
        @Setting(value = "What chats, skills and jobs call it.", required = true, examples = "myorg/api") String name,
        @Setting(value = "Any git address, file:// too; without one it follows from host and name.", examples = {
                "https://github.com/myorg/api.git", "git@example.com:api.git"}) Optional<String> url,
        @Setting(value = "The code host: github, gitlab or none; without one, what url says.",
                examples = {"github", "gitlab", "none"}) Optional<String> host,
        @Setting(value = "The branch to start from; without one, the remote's own.",
                examples = "main") Optional<String> branch,
        @Setting(value = "The CI services: github, gitlab, buildkite; without any, the host's own.",
                examples = "[buildkite]") List<String> ci,
        @Setting(value = "What watches it, by the ids of monitors.",
                examples = "[ci, deps, prs]") List<String> monitors,
        @Setting(
                value = "Where to tell of its events, as channel:chat or channel:chat:thread; the first that is up gets them. Without any, heartbeat.notify.",
                examples = "[\"telegram:12345\"]") List<String> notify_,
        @Setting(
                value = "What an event may start unasked: ask is nothing, draft a pull request as draft, fix a pull request.",
                byDefault = "ask") Autonomy autonomy) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*)*");

    /** What an event may start unasked. */
    public enum Autonomy {
        /** Nothing. */
        ASK,
        /** Push to a branch of its own and open the pull request as a draft. */
        DRAFT,
        /** Push to a branch of its own and open the pull request. */
        FIX
    }

    /** Sets what is left out, and checks the name. */
    public RepoConfig {
        if (name == null || name.isBlank()) {
            throw new IllegalArgumentException("it has no name, expected one such as myorg/api");
        }
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("name is \"" + name + "\", expected one such as myorg/api");
        }
        autonomy = autonomy == null ? Autonomy.ASK : autonomy;
        for (String address : notify_) {
            if (address.indexOf(':') <= 0) {
                throw new IllegalArgumentException(
                        "notify has \"" + address + "\", expected channel:chat such as telegram:12345");
            }
        }
    }
}
