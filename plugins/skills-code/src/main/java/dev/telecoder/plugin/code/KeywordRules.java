package dev.telecoder.plugin.code;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How the languages that begin a definition with a word of their own write them. Pure. */
final class KeywordRules {

    private static final String ID = "[\\p{L}_$][\\p{L}\\p{N}_$]*";

    private static final List<Rule> KOTLIN = List.of(
            rule("class", "\\b(?:enum\\s+|annotation\\s+|data\\s+|sealed\\s+|inner\\s+|value\\s+)?class\\s+(?<n>ID)"),
            rule("interface", "\\b(?:fun\\s+)?interface\\s+(?<n>ID)"),
            rule("object", "\\bobject\\s+(?<n>ID)"),
            rule("type", "\\btypealias\\s+(?<n>ID)"),
            rule("function", "\\bfun\\s+(?:<[^>]*>+\\s*)?(?:(?<w>ID)(?:<[^()]*?>)?\\??\\.)?(?<n>ID|`[^`\\n]+`)\\s*\\("),
            rule("variable",
                    "(?m)^[ \\t]*(?:(?:@ID|private|public|internal|protected|override|const|lateinit|open|abstract|final)\\s+)*va[lr]\\s+(?:<[^>]*>\\s*)?(?:(?<w>ID)\\.)?(?<n>ID)"));

    private static final List<Rule> PYTHON = List.of(
            rule("class", "(?m)^[ \\t]*class\\s+(?<n>ID)"),
            rule("function", "(?m)^[ \\t]*(?:async\\s+)?def\\s+(?<n>ID)"),
            rule("variable", "(?m)^[ \\t]*(?<n>ID)[ \\t]*(?::[^=\\n]+)?=(?!=)"),
            rule("variable", "(?m)^[ \\t]+(?<n>ID)[ \\t]*:[ \\t]*[\\w.\\[\\], |]+$"));

    private static final List<Rule> RUBY = List.of(
            rule("class", "(?m)^[ \\t]*class\\s+(?<n>[A-Z]\\w*(?:::[A-Z]\\w*)*)"),
            rule("module", "(?m)^[ \\t]*module\\s+(?<n>[A-Z]\\w*(?:::[A-Z]\\w*)*)"),
            rule("function",
                    "(?m)^[ \\t]*(?:(?:private|protected|public|module_function|memoize)\\s+)?def\\s+(?:self\\.|ID\\.)?(?<n>\\w+[?!=]?|[-+*/%<>=!~^&|\\[\\]]+)"),
            rule("field", "(?m)^[ \\t]*attr_(?:reader|writer|accessor)\\s+:(?<n>\\w+)"),
            rule("constant", "(?m)^[ \\t]*(?<n>[A-Z]\\w*)[ \\t]*=(?![=~])"));

    private static final List<Rule> GO = List.of(
            rule("function",
                    "(?m)^func\\s+(?:\\(\\s*(?:\\w+\\s+)?\\*?\\s*(?<w>\\w+)(?:\\[[^\\]]*\\])?\\s*\\)\\s*)?(?<n>\\w+)\\s*[\\[(]"),
            rule("type", "(?m)^type\\s+(?<n>\\w+)"),
            rule("type", "(?m)^\\t(?<n>\\w+)(?:\\[[^\\]]*\\])?\\s+(?:struct|interface|func)\\b"),
            rule("constant", "(?m)^const\\s+(?<n>\\w+)"),
            rule("variable", "(?m)^var\\s+(?<n>\\w+)"));

    private static final List<Rule> RUST = List.of(
            rule("impl",
                    "(?m)^[ \\t]*(?:unsafe\\s+)?impl\\b(?:\\s*<[^{]*?>)?\\s+(?:[^{;]*?\\bfor\\s+)?&?(?:\\w+::)*(?<n>\\w+)[^{;]*?\\{"),
            rule("function", "\\bfn\\s+(?<n>\\w+)"),
            rule("struct", "\\bstruct\\s+(?<n>\\w+)"),
            rule("enum", "\\benum\\s+(?<n>\\w+)"),
            rule("union", "(?m)^[ \\t]*(?:pub(?:\\([^)]*\\))?\\s+)?union\\s+(?<n>\\w+)"),
            rule("trait", "\\btrait\\s+(?<n>\\w+)"),
            rule("type", "(?m)^[ \\t]*(?:pub(?:\\([^)]*\\))?\\s+)?type\\s+(?<n>\\w+)"),
            rule("module", "(?m)^[ \\t]*(?:pub(?:\\([^)]*\\))?\\s+)?mod\\s+(?<n>\\w+)\\s*\\{"),
            rule("macro", "\\bmacro_rules!\\s*(?<n>\\w+)"),
            rule("constant",
                    "(?m)^[ \\t]*(?:pub(?:\\([^)]*\\))?\\s+)?(?:const|static)\\s+(?:mut\\s+)?(?<n>\\w+)\\s*:"));

    private static final List<Rule> PHP = List.of(
            rule("class", "(?<!::)\\bclass\\s+(?<n>ID)"),
            rule("interface", "\\binterface\\s+(?<n>ID)"),
            rule("trait", "\\btrait\\s+(?<n>ID)"),
            rule("enum", "\\benum\\s+(?<n>ID)"),
            rule("function", "\\bfunction\\s+&?\\s*(?<n>ID)\\s*\\("),
            rule("constant",
                    "(?m)^[ \\t]*(?:(?:final|public|private|protected)\\s+)*const\\s+(?:\\w+\\s+)?(?<n>\\w+)\\s*="),
            rule("field",
                    "(?m)^[ \\t]*(?:(?:public|private|protected|static|readonly|var)\\s+)+(?:[?\\w\\\\|]+\\s+)?\\$(?<n>\\w+)"));

    private static final List<Rule> SCRIPT = List.of(
            rule("class", "\\bclass\\s+(?<n>(?!extends\\b|implements\\b)ID)"),
            rule("function", "\\bfunction\\b\\s*\\*?\\s*(?<n>ID)\\s*[(<]"),
            rule("variable",
                    "(?m)(?:^|[;{}]|\\bexport\\s)[ \\t]*(?:declare\\s+)?(?:const|let|var)\\s+(?<n>ID)\\s*(?:[=;:]|$)"),
            rule("function",
                    "(?m)^[ \\t]*(?<w>ID(?:\\.ID)*)\\.(?<n>ID)\\s*=\\s*(?:async\\s*)?(?:function\\b|\\([^()]*\\)\\s*=>|ID\\s*=>)"),
            rule("function",
                    "(?m)(?:^|[{,])[ \\t]*(?<n>ID)\\s*:\\s*(?:async\\s*)?(?:function\\b|\\([^()]*\\)\\s*=>|ID\\s*=>)"),
            rule("member",
                    "(?m)^[ \\t]*(?:@ID(?:\\([^()\\n]*\\))?[ \\t]+)*(?:(?:public|private|protected|static|async|get|set|abstract|override|declare|readonly)[ \\t]+)*\\*?[ \\t]*(?<n>#?ID)\\??\\s*(?:<[^()\\n]*>)?\\("),
            rule("field",
                    "(?m)^[ \\t]*(?:@ID(?:\\([^()\\n]*\\))?[ \\t]+)*(?:(?:public|private|protected|static|abstract|override|declare|readonly|accessor)[ \\t]+)*(?<n>#?ID)[?!]?\\s*(?::[^=;(\\n]+)?(?:=(?![=>])|;|$)"));

    private static final List<Rule> TYPES = List.of(
            rule("interface", "\\binterface\\s+(?<n>ID)"),
            rule("enum", "\\benum\\s+(?<n>ID)"),
            rule("type", "\\btype\\s+(?<n>ID)\\s*(?:<[^=]*>)?\\s*="),
            rule("namespace", "\\b(?:namespace|module)\\s+(?<n>ID(?:\\.ID)*)\\s*\\{"));

    private KeywordRules() {}

    /**
     * One form of definition.
     *
     * @param kind what it defines; {@code member} where that depends on its surroundings
     * @param pattern its beginning; the group {@code n} is the name, {@code w}, if any, what it belongs to
     * @param owner whether there is a group {@code w}
     */
    record Rule(String kind, Pattern pattern, boolean owner) {}

    static List<Rule> of(Language language) {
        return switch (language) {
            case KOTLIN -> KOTLIN;
            case PYTHON -> PYTHON;
            case RUBY -> RUBY;
            case GO -> GO;
            case RUST -> RUST;
            case PHP -> PHP;
            case JAVASCRIPT -> SCRIPT;
            case TYPESCRIPT -> Stream.concat(SCRIPT.stream(), TYPES.stream()).toList();
            case JAVA, C, CPP, CSHARP -> List.of();
        };
    }

    private static Rule rule(String kind, String pattern) {
        return new Rule(kind, Pattern.compile(pattern.replace("ID", ID)), pattern.contains("(?<w>"));
    }
}
