package dev.telecoder.platform.web;

import dev.telecoder.platform.consent.Answered;
import dev.telecoder.platform.consent.Consent;
import dev.telecoder.platform.consent.Question;
import dev.telecoder.platform.conversation.Conversations;
import dev.telecoder.platform.identity.Person;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Questions to people, their answers, and the rules that "Always allow" made. */
final class ApprovalRoutes {

    /** As far back as the list goes. */
    private static final int NEWEST = 1_000;
    private static final int MAX_CHOICE = 10_000;

    private final Consent consent;
    private final Conversations conversations;

    ApprovalRoutes(Consent consent, Conversations conversations) {
        this.consent = consent;
        this.conversations = conversations;
    }

    void register(Api api) {
        api.get("/approvals", this::list);
        api.get("/approvals/{id}", request -> Answer.ok(visible(request).toJson()));
        api.post("/approvals/{id}", this::answer);
        api.get("/rules", request -> {
            request.requireAdmin();
            return Answer.items(consent.grants().storedRules());
        });
        api.delete("/rules/{id}", request -> {
            request.requireAdmin();
            if (!consent.grants().removeRule(request.path("id"))) {
                throw Problem.notFound("rule " + request.path("id"));
            }
            return Answer.none();
        });
    }

    private Answer list(ApiRequest request) {
        int limit = request.limit();
        Question.@Nullable State state = request.query("state").map(ApprovalRoutes::state).orElse(null);
        Map<String, Boolean> known = new HashMap<>();
        List<Question> seen =
                consent.list(state, NEWEST).stream().filter(question -> maySee(question, request.caller(), known))
                        .toList();
        if (request.cursor().isPresent()) {
            int at = seen.stream().map(Question::id).toList().indexOf(request.cursor().get());
            if (at < 0) {
                throw Problem.invalid("cursor", "is not one that this list gave");
            }
            seen = seen.subList(at + 1, seen.size());
        }
        List<Question> page = seen.subList(0, Math.min(limit, seen.size()));
        return Answer.items(page.stream().map(Question::toJson).toList(),
                seen.size() > limit ? page.getLast().id() : null);
    }

    private Answer answer(ApiRequest request) {
        Question question = visible(request);
        String decision = request.required("decision", 20);
        String choice = request.text("choice", MAX_CHOICE);
        if (!List.of("allow_once", "allow_always", "deny", "answer").contains(decision)) {
            throw Problem.invalid("decision", "expected allow_once, allow_always, deny or answer");
        }
        boolean open = question.state() == Question.State.PENDING && consent.mayAnswer(question, request.person());
        if (open && question.kind() == Question.Kind.QUESTION && !decision.equals("deny")
                && (choice == null || choice.isBlank())) {
            throw Problem.invalid("choice", "is missing; this question wants an answer");
        }
        if (open && question.kind() != Question.Kind.QUESTION && decision.equals("answer")) {
            throw Problem.invalid("decision",
                    "expected allow_once, allow_always or deny; this is no question with an answer");
        }
        if (open && decision.equals("allow_always") && !question.always()) {
            throw Problem.invalid("decision", "allow_always is not offered for this question");
        }
        Person person = request.person();
        Answered answered = consent.answer(question.id(), person, !decision.equals("deny"),
                decision.equals("allow_always"), choice);
        return switch (answered.outcome()) {
            case TAKEN -> Answer.ok(Objects.requireNonNull(answered.question()).toJson());
            case ALREADY -> throw Problem.of(409, answered.sentence());
            case OVER -> throw Problem.of(410, answered.sentence());
            case NOT_YOURS -> throw Problem.forbidden(answered.sentence());
            case NO_SUCH -> throw Problem.of(404, answered.sentence());
        };
    }

    private Question visible(ApiRequest request) {
        String id = request.path("id");
        Optional<Question> found =
                consent.find(id).filter(question -> maySee(question, request.caller(), new HashMap<>()));
        return found.orElseThrow(() -> Problem.of(404, "There is no question " + id + "."));
    }

    private boolean maySee(Question question, Caller caller, Map<String, Boolean> known) {
        if (caller.admin() || question.askedOf().equals(caller.person().id())) {
            return true;
        }
        String conversation = question.conversation();
        return conversation != null && known.computeIfAbsent(conversation,
                id -> ConversationRoutes.visible(conversations, id, caller.person()).isPresent());
    }

    private static Question.State state(String word) {
        for (Question.State state : Question.State.values()) {
            if (state.word().equals(word)) {
                return state;
            }
        }
        throw Problem.invalid("state", "expected pending, allowed, denied, expired or withdrawn");
    }
}
