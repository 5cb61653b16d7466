package dev.telecoder.plugin.agents;

import dev.telecoder.api.Configured;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginContext;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.sandbox.Sandbox;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillContext;
import dev.telecoder.api.skill.SkillInput;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.api.skill.SkillSpec;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;

/**
 * {@code code.sandbox}: puts a coding agent to work on the task's clone, in the sandbox. Whether it did its work is told by
 * what it reported and by the tree, never by its exit code. Keeps nothing between runs; any thread may run it.
 */
@Extension
@Configured(value = "llm", required = false, settings = LlmSection.class)
public final class SandboxSkill implements Skill {

    private static final SkillSpec SPEC = SkillSpec.builder("code.sandbox", """
            Puts a coding agent (Pi, Claude Code, OpenCode, Codex …) to work on the repository in the sandbox; gives its \
            summary, the diff, tokens and cost. For big tasks; small edits go quicker with code.edit. It knows nothing of \
            this conversation: say in 'task' all it must know. For a follow-up pass the 'session' it answered with.""",
            """
            {"type":"object","additionalProperties":false,"required":["task"],"properties":{
            "task":{"type":"string","minLength":1,"maxLength":50000,"description":"what to do, complete by itself"},
            "agent":{"type":"string","description":"claude-code, codex, opencode, opencode-acp, pi or one of the settings; \
            default: the settings'"},
            "session":{"type":"string","description":"go on with that session"},
            "expect_change":{"type":"boolean","description":"false: a question, where no file need change"}}}""",
            Risk.WRITE).needsRepository().runsCode().timeout(AgentsConfig.LONGEST.plusMinutes(1))
            .keywords("agent", "claude", "codex", "opencode", "pi", "implement", "refactor", "delegate", "big task")
            .examples("{\"task\": \"Make add() in calc.py add, and run the tests.\"}",
                    "{\"task\": \"Now rename it to plus.\", \"session\": \"codex:0199-ab\"}")
            .build();

    private final LlmSection settings;

    /**
     * Made by the host.
     *
     * @param context the host's part
     */
    public SandboxSkill(PluginContext context) {
        this.settings = context.config(LlmSection.class);
    }

    /** What the model passes. */
    record Input(String task, @Nullable String agent, @Nullable String session, @Nullable Boolean expectChange) {}

    @Override
    public SkillSpec spec() {
        return SPEC;
    }

    @Override
    public SkillResult run(SkillInput input, SkillContext context) {
        context.cancellation().throwIfCancelled();
        Input wanted = input.as(Input.class);
        Optional<Sessions> session = Optional.ofNullable(wanted.session()).flatMap(Sessions::parse);
        if (wanted.session() != null && session.isEmpty()) {
            return SkillResult
                    .failed("'" + wanted.session() + "' is no session. Pass one as code.sandbox answered with it, "
                            + "such as codex:0199-ab, or leave it out.");
        }
        String name = wanted.agent() != null && !wanted.agent().isBlank() ? wanted.agent()
                : session.map(Sessions::agent).orElse(settings.settings().agent());
        Map<String, Agent> agents = agents();
        Agent agent = agents.get(name);
        if (agent == null) {
            return SkillResult
                    .failed("There is no agent '" + name + "'. There are " + String.join(", ", agents.keySet())
                            + "; others are set up under llm.agents.custom in config.yaml.");
        }
        if (session.isPresent() && !session.get().agent().equals(name)) {
            return SkillResult
                    .failed("The session " + session.get() + " is one of " + session.get().agent() + ", not of "
                            + name + ". Leave out 'agent' to go on with it.");
        }
        if (agent.needsModelName() && settings.wanted().isEmpty()) {
            return SkillResult.failed(name + " must be told which model to ask. Set llm.agents.model (or llm.model) in "
                    + "config.yaml.");
        }
        Sandbox sandbox = context.sandbox();
        Optional<Sandbox.ModelAccess> access = sandbox.model();
        if (access.isEmpty() && !settings.settings().custom().containsKey(name)) {
            return SkillResult.failed("The sandbox has no way to a model, so " + name + " cannot work in it. It needs "
                    + "docker or bubblewrap and a model in the section llm; see telecoder sandbox status.");
        }
        return work(name, agent, wanted, session, sandbox, access.orElse(new Sandbox.ModelAccess("", "-none-")),
                context);
    }

    private SkillResult work(String name, Agent agent, Input wanted, Optional<Sessions> session, Sandbox sandbox,
            Sandbox.ModelAccess access, SkillContext context) {
        String directory = sandbox.inside(context.workspace());
        Order order = new Order(prompt(wanted.task(), directory), session.map(Sessions::id), directory, access,
                settings.wanted(), settings.anthropic());
        Tree before = Tree.of(context.checkout());
        context.progress(name + " begins.");
        Watch watch = new Watch(settings.settings().longest(), settings.settings().patience());
        AgentRun.Ending ending = new AgentRun(agent, order, watch, context).run();
        Tree.Changed changed;
        try {
            changed = before.since(context.checkout());
        } catch (PluginException unreadable) {
            if (unreadable.failure() != Failure.REJECTED) {
                throw unreadable;
            }
            return SkillResult.failed(name + " left the clone in a state git cannot read: " + unreadable.getMessage()
                    + " Go back with /undo.");
        }
        return new Verdict(name, agent, ending, changed, !Boolean.FALSE.equals(wanted.expectChange())).result();
    }

    private static String prompt(String task, String directory) {
        return "Work in the git repository " + directory + ". Nobody can answer questions: decide yourself, and do the "
                + "whole task. Leave the changes uncommitted, do not push, and end with a short summary of what you did.\n\n"
                + "Task:\n" + task;
    }

    private Map<String, Agent> agents() {
        Map<String, Agent> all = new TreeMap<>();
        settings.settings().custom().forEach((name, own) -> all.put(name, own.acp()
                ? new AcpAgent(name, String.valueOf(own.command()))
                : new CommandAgent(name, String.valueOf(own.command()))));
        all.put("claude-code", new ClaudeCode());
        all.put("codex", new Codex());
        all.put("opencode", new OpenCode(false));
        all.put("opencode-acp", new OpenCode(true));
        all.put("pi", new Pi());
        return all;
    }
}
