package dev.telecoder.platform.skill;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.Effect;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.platform.consent.Action;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.identity.Role;
import dev.telecoder.platform.repo.PushRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrantsTest {

    private final Grants grants = new Grants();

    @Test
    void letsThroughExactlyWhatTheGateSaw() {
        Workplace.Grant grant = grants.allow(action(Risk.EXTERNAL, push("telecoder/a"), false, List.of("CODEOWNERS")));

        passes(request("myorg/api", "telecoder/a", false, false, List.of()));
        passes(request("myorg/api", "telecoder/a", false, false, List.of("CODEOWNERS")));
        refuses(request("myorg/api", "telecoder/b", false, false, List.of()), "was not part of what was allowed");
        refuses(request("myorg/web", "telecoder/a", false, false, List.of()), "myorg/web");
        refuses(request("myorg/api", "telecoder/a", true, false, List.of()), "replace commits");
        refuses(request("myorg/api", "telecoder/a", false, true, List.of()), "protected");
        refuses(request("myorg/api", "telecoder/a", false, false, List.of(".github/workflows/ci.yml")),
                ".github/workflows/ci.yml");
        grant.close();
        refuses(request("myorg/api", "telecoder/a", false, false, List.of()), "Ask for exactly this push");
    }

    @Test
    void aBranchLeftOutIsTheOneThatWasCheckedOutWhenTheGateLooked() {
        grants.allow(action(Risk.EXTERNAL, new Effect("push", null), false, List.of()));

        passes(request("myorg/api", "telecoder/here", false, false, List.of()));
        refuses(request("myorg/api", "telecoder/a", false, false, List.of()), "telecoder/a");
    }

    @Test
    void aRunThatNamedNoPushMayNotPush() {
        grants.allow(new Action("test.run", JsonValue.object().build(), Risk.EXTERNAL,
                new Person("p", "Anna", Role.OWNER), "myorg/api", null, List.of(), false, List.of(), false, null, null,
                null, null, "run", "binds", "runs code"));
        grants.allow(action(Risk.EXTERNAL, new Effect("comment", null), false, List.of()));

        refuses(request("myorg/api", "telecoder/here", false, false, List.of()), "not part");
    }

    @Test
    void forceNeedsADangerousRunAndAProtectedBranchOneThatSaidSo() {
        grants.allow(action(Risk.DANGEROUS, push("main"), true, List.of()));

        passes(request("myorg/api", "main", true, true, List.of()));
    }

    private void passes(PushRequest request) {
        assertThatCode(() -> grants.check(request)).doesNotThrowAnyException();
    }

    private void refuses(PushRequest request, String words) {
        assertThatThrownBy(() -> grants.check(request)).hasMessageContaining(words);
    }

    private static Effect push(String branch) {
        return new Effect("push", branch);
    }

    private static Action action(Risk risk, Effect effect, boolean protectedBranch, List<String> askPaths) {
        return new Action("git.commit", JsonValue.object().build(), risk, new Person("p", "Anna", Role.OWNER),
                "myorg/api", effect.branch() == null ? "telecoder/here" : effect.branch(), List.of(effect),
                protectedBranch, askPaths, false, null, null, null, null, "run", "binds", "push");
    }

    private static PushRequest request(String repo, String branch, boolean force, boolean protectedBranch,
            List<String> askPaths) {
        return new PushRequest(repo, "file:///r", branch, "", "abc", askPaths, force, protectedBranch, askPaths);
    }
}
