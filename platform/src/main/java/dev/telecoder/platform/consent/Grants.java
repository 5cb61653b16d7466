package dev.telecoder.platform.consent;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.store.Database;
import dev.telecoder.platform.store.Ids;
import dev.telecoder.platform.store.Times;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What people agreed to before: plans, for a day and one task, and rules made by "Always allow". Safe for many threads. */
public final class Grants {

    /** How long a plan that was agreed to holds. */
    private static final Duration PLAN_HOLDS = Duration.ofHours(24);

    private final Database database;
    private final QuestionTable table;
    private final Clock clock;

    Grants(Database database, QuestionTable table, Clock clock) {
        this.database = database;
        this.table = table;
        this.clock = clock;
    }

    /**
     * Stores a plan that was agreed to beforehand: by the owner's settings, or by pressing what says what it does.
     *
     * @param h a handle that may write
     * @param turn the turn, and so the task, it holds for
     * @param conversation where
     * @param person who agreed
     * @param repo the repository
     * @param input the plan, as it is kept; {@code "draft": true} has it open pull requests as drafts only
     * @param effects what it allows
     */
    public void standing(Handle h, String turn, String conversation, Person person, String repo, JsonValue input,
            List<String> effects) {
        Question plan = new Question(table.freeId(h), Question.Kind.PLAN, Question.State.PENDING, conversation, turn,
                turn, null, null, null, input.get("summary").text(), "", input, repo, null, effects, List.of(), false,
                "", person.id(), null, now(), now().plus(PLAN_HOLDS), null, null);
        table.insert(h, plan);
        table.settle(h, plan.id(), Question.State.ALLOWED, person.name(), null, Times.text(now()));
    }

    /**
     * Tells whether a plan that was agreed to before its task began allows all of some effects, so that nobody need be asked
     * for them again.
     *
     * @param task the task
     * @param repo the repository
     * @param effects the effects
     * @return the plan
     */
    public Optional<String> agreedBefore(String task, String repo, List<String> effects) {
        return plans(task).stream().filter(plan -> plan.repo().equals(repo) && !plan.draft()
                && plan.effects().containsAll(effects)).map(Policy.Plan::id)
                .filter(id -> database.query(h -> table.find(h, id)).filter(plan -> plan.run() == null).isPresent())
                .findFirst();
    }

    /**
     * Tells whether a plan that somebody agreed to still lets a task push to branches of its own.
     *
     * @param task the task
     * @param repo the repository
     * @return whether it may go on by itself
     */
    public boolean mayGoOn(String task, String repo) {
        return plans(task).stream().anyMatch(plan -> plan.repo().equals(repo) && plan.effects().contains("push"));
    }

    /** {@return the rules made by "Always allow", as the command shows them} */
    public List<JsonValue> storedRules() {
        return rules().stream().map(rule -> JsonValue.object().put("id", rule.id()).put("skill", rule.skill())
                .put("repo", rule.repo().isEmpty() ? null : rule.repo()).put("role", rule.role())
                .put("created_by", rule.createdBy()).put("created_at", rule.createdAt()).build()).toList();
    }

    /**
     * Revokes a rule made by "Always allow".
     *
     * @param id the rule
     * @return whether there was one
     */
    public boolean removeRule(String id) {
        return database.write(h -> h.createUpdate("DELETE FROM rule WHERE id = :id").bind("id", id).execute()) > 0;
    }

    void remember(Handle h, Question question, Person person) {
        h.createUpdate("INSERT INTO rule (id, skill, repo, role, created_by, created_at)"
                + " VALUES (:id, :skill, :repo, :role, :by, :at) ON CONFLICT DO NOTHING")
                .bind("id", Ids.next().substring(18)).bind("skill", question.skill())
                .bind("repo", question.repo() == null ? "" : question.repo()).bind("role", person.role().word())
                .bind("by", person.name()).bind("at", Times.text(now())).execute();
    }

    List<Policy.StoredRule> rules() {
        return database.query(h -> h.createQuery("SELECT * FROM rule ORDER BY created_at, id")
                .map((rs, ctx) -> new Policy.StoredRule(rs.getString("id"), rs.getString("skill"), rs.getString("repo"),
                        rs.getString("role"),
                        rs.getString("created_by"), rs.getString("created_at")))
                .list());
    }

    List<Policy.Plan> plans(@Nullable String task) {
        if (task == null) {
            return List.of();
        }
        return database.query(h -> table.list(h, "task = :key AND kind = 'plan' AND state = 'allowed'", task, 20))
                .stream()
                .filter(q -> q.answeredAt() != null && now().isBefore(q.answeredAt().plus(PLAN_HOLDS)))
                .map(q -> new Policy.Plan(q.id(), task, q.repo() == null ? "" : q.repo(),
                        q.branch() == null ? "" : q.branch(), q.effects(),
                        q.input().get("draft").asBoolean(false)))
                .toList();
    }

    private Instant now() {
        return clock.instant();
    }
}
