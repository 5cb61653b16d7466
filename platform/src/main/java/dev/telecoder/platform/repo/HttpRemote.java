package dev.telecoder.platform.repo;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.PushResult;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

/**
 * A remote over HTTP, spoken to by JGit, so that a token never leaves this process but on the wire.
 *
 * @param address where it is
 * @param repo what the operator calls it
 * @param credentials what to log in with
 * @param limit how long a transfer may take
 */
record HttpRemote(GitAddress address, String repo, Credentials credentials, Duration limit) implements Remote {

    static final Duration LIMIT = Duration.ofMinutes(30);

    private static final int SILENCE_SECONDS = 60;

    @Override
    public Heads heads() {
        try (Transport transport = Transport.open(new URIish(address.url()))) {
            prepare(transport);
            try (FetchConnection connection = transport.openFetch()) {
                Map<String, ObjectId> branches = new TreeMap<>();
                for (Ref ref : connection.getRefs()) {
                    if (ref.getName().startsWith("refs/heads/") && ref.getObjectId() != null) {
                        branches.put(ref.getName().substring("refs/heads/".length()), ref.getObjectId().copy());
                    }
                }
                return new Heads(defaultBranch(connection.getRef("HEAD"), branches), branches);
            }
        } catch (IOException | URISyntaxException e) {
            throw failure(e);
        }
    }

    @Override
    public void branchTo(Repository mirror, String branch) {
        fetch(mirror, false, List.of(new RefSpec("+refs/heads/" + branch + ":refs/heads/" + branch)));
    }

    @Override
    public void mirrorTo(Repository mirror) {
        fetch(mirror, true,
                List.of(new RefSpec("+refs/heads/*:refs/heads/*"), new RefSpec("+refs/tags/*:refs/tags/*")));
    }

    private void fetch(Repository mirror, boolean prune, List<RefSpec> what) {
        Deadline deadline = new Deadline(limit);
        try (Transport transport = Transport.open(mirror, new URIish(address.url()))) {
            prepare(transport);
            transport.setRemoveDeletedRefs(prune);
            transport.setTagOpt(TagOpt.NO_TAGS);
            transport.fetch(deadline, what);
        } catch (IOException | URISyntaxException e) {
            if (deadline.isOver()) {
                throw PluginException.of(Failure.UNAVAILABLE, address.host() + " did not send all of " + repo
                        + " within " + limit.toMinutes()
                        + " minutes. Its default branch comes first and is kept once it"
                        + " is here, so another try goes on from there.", e);
            }
            throw failure(e);
        }
    }

    @Override
    public String push(Repository from, ObjectId commit, String branch, @Nullable ObjectId expected) {
        try (Transport transport = Transport.open(from, new URIish(address.url()))) {
            prepare(transport);
            // Forced and with the expected old value: whether commits would be lost was decided by the caller.
            RemoteRefUpdate update =
                    new RemoteRefUpdate(from, commit.name(), commit, "refs/heads/" + branch, true, null,
                            expected == null ? ObjectId.zeroId() : expected);
            PushResult result = transport.push(new Deadline(limit), List.of(update));
            return switch (update.getStatus()) {
                case OK, UP_TO_DATE -> result.getMessages().strip();
                case REJECTED_NONFASTFORWARD, REJECTED_REMOTE_CHANGED -> throw Rejections.moved(repo, branch);
                default -> throw Rejections.refused(repo, branch,
                        Optional.ofNullable(update.getMessage()).orElse("no reason given"), result.getMessages());
            };
        } catch (IOException | URISyntaxException e) {
            throw failure(e);
        }
    }

    private void prepare(Transport transport) {
        transport.setTimeout(SILENCE_SECONDS);
        transport.setCredentialsProvider(new Login());
    }

    private static String defaultBranch(@Nullable Ref head, Map<String, ObjectId> branches) {
        if (head == null) {
            return "";
        }
        if (head.isSymbolic()) {
            return Repository.shortenRefName(head.getTarget().getName());
        }
        // A server that does not say which branch HEAD is: the one with the same commit, main and master first.
        for (String usual : List.of("main", "master")) {
            if (head.getObjectId() != null && head.getObjectId().equals(branches.get(usual))) {
                return usual;
            }
        }
        return branches.entrySet().stream().filter(b -> b.getValue().equals(head.getObjectId())).map(Map.Entry::getKey)
                .findFirst().orElse("");
    }

    private PluginException failure(Exception e) {
        String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        String setting = credentials.setting(address.uri());
        if (text.contains("not authorized") || text.contains("authentication is required") || text.contains("401")) {
            boolean had = credentials.find(address.uri()).isPresent();
            return PluginException.of(Failure.AUTHENTICATION, had
                    ? address.host() + " refused our credentials for " + repo + ". Check " + setting
                            + " in config.yaml."
                    : address.host() + " wants credentials for " + repo
                            + ", or it does not exist. Check the name, or set "
                            + setting + " in config.yaml.",
                    e);
        }
        if (text.contains("not permitted") || text.contains("403") || text.contains("forbidden")) {
            return PluginException.of(Failure.AUTHENTICATION, address.host() + " does not let us do that in " + repo
                    + " (403). The token in " + setting + " needs the right to write to it.", e);
        }
        if (e instanceof NoRemoteRepositoryException || text.contains("not found") || text.contains("404")
                || text.contains("invalid advertisement")) {
            return Rejections.missing(address, e);
        }
        if (rootMessage(e).contains("No space left")) {
            return PluginException.of(Failure.UNAVAILABLE, "There is no room on the disk for " + repo
                    + ". Free some where the workspaces are, and try again.", e);
        }
        if (e instanceof TransportException || e instanceof IOException) {
            return PluginException.of(Failure.UNAVAILABLE, address.host() + " could not be reached for " + repo + " ("
                    + rootMessage(e) + "). Check the address, or try again later.", e);
        }
        return PluginException.of(Failure.REJECTED, address.url() + " is no address of a git repository.", e);
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    /** Answers with the login of the repository's own server, and to no other that a redirect may lead to. */
    private final class Login extends CredentialsProvider {

        @Override
        public boolean isInteractive() {
            return false;
        }

        @Override
        public boolean supports(CredentialItem... items) {
            return true;
        }

        @Override
        public boolean get(URIish uri, CredentialItem... items) {
            Optional<Credentials.Login> login = address.host().equalsIgnoreCase(uri.getHost())
                    && address.uri().getPort() == uri.getPort()
                            ? credentials.find(address.uri()) : Optional.empty();
            for (CredentialItem item : items) {
                if (login.isEmpty() || !fill(item, login.get())) {
                    return false;
                }
            }
            return true;
        }

        private boolean fill(CredentialItem item, Credentials.Login login) {
            switch (item) {
                case CredentialItem.Username name -> name.setValue(login.user());
                case CredentialItem.Password password -> password.setValue(login.password().reveal().toCharArray());
                case CredentialItem.InformationalMessage message -> {}
                default -> {
                    return false;
                }
            }
            return true;
        }
    }
}
