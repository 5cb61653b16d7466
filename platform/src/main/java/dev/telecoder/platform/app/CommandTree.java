package dev.telecoder.platform.app;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine;

/** Which commands there are. */
final class CommandTree {

    static final List<String> NAMES =
            List.of("start", "serve", "status", "doctor", "chat", "demo", "skills", "plugins", "channels",
                    "conversations", "cron", "trigger", "heartbeat", "approvals", "pairing", "sandbox", "config",
                    "migrate",
                    "backup", "logs");

    /** What is mostly called without an option, and then need not be built. */
    static final Set<String> BARE = Set.of("start", "serve");

    private CommandTree() {}

    /** The command of such a name, as its fields are without an option. */
    static Command bare(Io io, String name) {
        return switch (name) {
            case "start" -> new StartCommand(io);
            case "serve" -> new ServeCommand(io);
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** Builds the command that is called, or all of them where that is none, for the help. */
    static CommandLine of(Io io, String called) {
        CommandLine root = new CommandLine(new RootCommand(io));
        for (String name : NAMES.contains(called) ? List.of(called) : NAMES) {
            root.addSubcommand(name, command(io, name));
        }
        return root;
    }

    private static CommandLine command(Io io, String name) {
        return switch (name) {
            case "start", "serve" -> new CommandLine(bare(io, name));
            case "status" -> new CommandLine(new StatusCommand(io));
            case "doctor" -> new CommandLine(new DoctorCommand(io));
            case "chat" -> new CommandLine(new ChatCommand(io));
            case "demo" -> new CommandLine(new DemoCommand(io));
            case "skills" -> group(io, "Skills: what can be done, and doing it without a model.",
                    Map.of("list", SkillsCommands.List::new, "info", SkillsCommands.Info::new, "run",
                            SkillsRunCommand::new, "test", SkillsTestCommand::new));
            case "plugins" ->
                    group(io, "Plugins: what is installed and why something is not running; more of them, or fewer.",
                            Map.of("list", PluginsCommands.List::new, "info", PluginsCommands.Info::new, "install",
                                    PluginsCommands.Install::new, "remove", PluginsCommands.Remove::new, "enable",
                                    PluginsCommands.Enable::new, "disable", PluginsCommands.Disable::new, "verify",
                                    PluginsCommands.Verify::new));
            case "channels" -> group(io, "Channels: where TeleCoder can be talked to.",
                    Map.of("list", ListCommands.Channels::new, "render", RenderCommand::new));
            case "conversations" -> group(io, "Conversations: what was talked about.",
                    Map.of("list", ListCommands.Conversations::new, "export", ConversationFiles.Export::new, "import",
                            ConversationFiles.Import::new));
            case "cron" -> group(io, "Jobs: what is done at set times.", Map.of("next",
                    CronCommands.Next::new, "list", JobCommands.List::new, "runs", JobCommands.Runs::new, "run",
                    JobCommands.Run::new));
            case "trigger" -> new CommandLine(new JobCommands.Trigger(io));
            case "heartbeat" -> group(io, "Heartbeat: what happens by itself, and what is told of it.",
                    Map.of("replay", ReplayCommand::new));
            case "approvals" -> group(io, "Approvals: the open questions, and the rules that earlier answers made.",
                    Map.of("list", ApprovalsCommands.List::new, "approve", ApprovalsCommands.Approve::new, "deny",
                            ApprovalsCommands.Deny::new))
                    .addSubcommand("rules", group(io, "Rules made by 'Always allow'.",
                            Map.of("list", ApprovalsCommands.Rules::new, "remove", ApprovalsCommands.Remove::new)));
            case "pairing" ->
                    group(io, "Pairing: who else may talk to TeleCoder.", Map.of("list", PairingCommands.List::new,
                            "approve", PairingCommands.Approve::new, "revoke", PairingCommands.Revoke::new));
            case "sandbox" -> group(io, "Sandbox: where code of repositories runs.",
                    Map.of("status", SandboxCommands.Status::new, "build", SandboxCommands.Build::new, "install",
                            SandboxCommands.Install::new, "shell", SandboxCommands.Shell::new));
            case "config" -> group(io, "Settings: config.yaml, checked and shown.",
                    Map.of("validate", ConfigCommands.Validate::new, "show", ConfigCommands.Show::new, "schema",
                            ConfigCommands.Schema::new));
            case "backup" -> group(io, "Backups: everything worth keeping in one file, and back again.",
                    Map.of("create", BackupCommands.Create::new, "verify", BackupCommands.Verify::new, "restore",
                            BackupCommands.Restore::new));
            case "migrate" -> group(io, "Takes over what an earlier version left.",
                    Map.of("v2", MigrateCommand::new));
            case "logs" -> new CommandLine(new LogsCommand(io));
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static CommandLine group(Io io, String description, Map<String, Function<Io, Command>> commands) {
        CommandLine group = new CommandLine(new GroupCommand(io));
        group.getCommandSpec().usageMessage().description(description);
        commands.entrySet().stream().sorted(Map.Entry.comparingByKey())
                .forEach(entry -> group.addSubcommand(entry.getKey(), new CommandLine(entry.getValue().apply(io))));
        return group;
    }
}
