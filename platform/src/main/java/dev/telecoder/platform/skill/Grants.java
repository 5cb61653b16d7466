package dev.telecoder.platform.skill;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.platform.consent.Action;
import dev.telecoder.platform.repo.PushPolicy;
import dev.telecoder.platform.repo.PushRequest;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the gate allowed and is under way. The last word on a push: whatever a skill does, nothing leaves that the gate has not
 * seen. Safe for many threads.
 */
final class Grants implements PushPolicy {

    private final Set<Action> active = ConcurrentHashMap.newKeySet();

    /** Lets an action's effects through until the grant is closed. */
    Workplace.Grant allow(Action action) {
        active.add(action);
        return () -> active.remove(action);
    }

    @Override
    public void check(PushRequest request) {
        if (active.stream().noneMatch(action -> covers(action, request))) {
            throw PluginException.of(Failure.REJECTED, "The push of " + request.branch() + " to " + request.repo()
                    + " was not part of what was allowed" + (request.force() ? ", since it would replace commits"
                            : request.protectedBranch() ? ", since the branch is protected"
                                    : request.askPaths().isEmpty() ? ""
                                            : ", since it changes " + String.join(", ", request.askPaths()))
                    + ". Ask for exactly this push.");
        }
    }

    private static boolean covers(Action action, PushRequest request) {
        return action.risk().compareTo(Risk.EXTERNAL) >= 0
                && request.repo().equals(action.repo())
                && action.effects().stream().anyMatch(effect -> effect.kind().equals("push")
                        && request.branch().equals(effect.branch() == null ? action.branch() : effect.branch()))
                && (!request.force() || action.risk() == Risk.DANGEROUS)
                && (!request.protectedBranch() || action.protectedBranch())
                && action.askPaths().containsAll(request.askPaths());
    }
}
