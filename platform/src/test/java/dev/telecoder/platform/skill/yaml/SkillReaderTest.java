package dev.telecoder.platform.skill.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.platform.config.HostJson;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a skill's file may say, and what is told of what it may not. */
class SkillReaderTest {

    private static final String GOOD = "name: deploy.staging\ndescription: Deploys.\ncommand: make\n";

    @Test
    void readsWhatTheDesignShows() {
        SkillFile skill = read("""
                name: deploy.staging
                description: "Deploy the current branch to the staging environment"
                command: |
                  cd /workspace/repo
                  make deploy-staging
                  echo "Deployed to https://staging.example.com"
                requires: [sandbox]
                """);

        assertThat(skill.name()).isEqualTo("deploy.staging");
        assertThat(skill.command()).startsWith("cd /workspace/repo\n").endsWith("staging.example.com\"\n");
        assertThat(skill.requires()).containsExactly(new Requirement(Requirement.Kind.SANDBOX, ""));
        assertThat(skill.risk()).isEqualTo(Risk.EXTERNAL);
        assertThat(skill.focus()).isTrue();
        assertThat(skill.timeout()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void makesOneSchemaOfAllParameters() {
        SkillFile skill = read(GOOD + """
                parameters:
                  shop: {type: string, description: Which shop, required: true, pattern: "^[a-z]+$"}
                  dry.run: {type: boolean, default: false}
                  limits: {type: object, properties: {cpu: {type: integer}}, required: [cpu]}
                """);

        JsonValue schema = new HostJson().parse(skill.schemaJson());
        assertThat(schema.get("required").items()).extracting(JsonValue::text).containsExactly("shop");
        assertThat(schema.get("additionalProperties").asBoolean(true)).isFalse();
        assertThat(schema.get("properties").get("shop").toString())
                .isEqualTo("{\"type\":\"string\",\"description\":\"Which shop\",\"pattern\":\"^[a-z]+$\"}");
        assertThat(schema.get("properties").get("limits").get("required").items()).hasSize(1);
        assertThat(skill.parameters()).extracting(Parameter::variable)
                .containsExactly("PARAM_SHOP", "PARAM_DRY_RUN", "PARAM_LIMITS");
    }

    @Test
    void readsJson() {
        SkillFile skill = read("""
                {"name":"a.b","description":"d","command":"echo \\"$PARAM_X\\"\\r\\necho","risk":"read",
                 "parameters":{"x":{"type":"integer","required":true}},"repo":"none","env":["TOKEN"],"timeout":"1m30s",
                 "tests":[{"input":{"x":1},"expect":{"files":["a/b.txt"],"output_contains":["1","2"]}}]}""");

        assertThat(skill.command()).isEqualTo("echo \"$PARAM_X\"\necho");
        assertThat(skill.risk()).isEqualTo(Risk.READ);
        assertThat(skill.focus()).isFalse();
        assertThat(skill.env()).containsExactly("TOKEN");
        assertThat(skill.timeout()).isEqualTo(Duration.ofSeconds(90));
        assertThat(skill.tests().getFirst().outputContains()).containsExactly("1", "2");
        assertThat(skill.tests().getFirst().files()).containsOnlyKeys("a/b.txt");
    }

    @Test
    void leavesDollarsToTheShell() {
        assertThat(read("name: a.b\ndescription: d\ncommand: echo ${HOME} $${X}\n").command())
                .isEqualTo("echo ${HOME} $${X}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            descripton: x                        | 4:1  | descripton is no key of a skill | Did you mean description?
            risk: EXTERNL                        | 4:1  | risk is "EXTERNL"               | Did you mean EXTERNAL?
            repo: focs                           | 4:1  | repo is "focs"                  | Did you mean focus?
            repo: {a: 1}                         | 4:1  | repo is a section with keys     | Expected focus or none
            requires: sandbox                    | 4:1  | requires is "sandbox"           | Expected a list
            requires: [sandbx]                   | 4:12 | requires[0] is "sandbx"         | Did you mean sandbox?
            requires: [repo, ben:make]           | 4:18 | requires[1] is "ben:make"       | Did you mean bin:make?
            requires: ["bin:../sh"]              | 4:12 | requires[0] is "bin:../sh"      | bin:NAME
            env: [1X]                            | 4:7  | env[0] is "1X"                  | Expected the name of a variable
            env: [PARAM_X]                       | 4:7  | env[0] is PARAM_X               | another name
            timeout: 30                          | 4:1  | timeout is 30                   | from 1s to 2h
            timeout: 3h                          | 4:1  | timeout is "3h"                 | from 1s to 2h
            timeout: 10ms                        | 4:1  | timeout is "10ms"               | from 1s to 2h
            parameters: [a]                      | 4:1  | parameters is a list            | Expected a section
            parameters: {shop: string}           | 4:14 | parameters.shop is "string"     | a JSON Schema
            parameters: {s: {type: strng}}       | 4:18 | parameters.s.type is "strng"    | Did you mean string?
            parameters: {s: {requird: true}}     | 4:18 | requird is no word              | Did you mean required?
            parameters: {s: {required: yes}}     | 4:18 | required is "yes"               | Expected true or false
            parameters: {s: {minimum: x}}        | 4:18 | s.minimum is no valid JSON Schema | number expected
            parameters: {s: {type: integer, default: x}} | 4:33 | s.default does not fit   | integer expected
            parameters: {s: {$ref: "#/x"}}       | 4:18 | points elsewhere                | stands by itself
            parameters: {"a b": {}}              | 4:14 | is no name of a parameter       | beginning with a letter
            parameters: {a-b: {}, a.b: {}}       | 4:23 | the same variable as a-b        | PARAM_A_B
            parameters: {o: {properties: {x: {tpye: string}}}} | 4:35 | tpye is no word    | Did you mean type?
            tests: {a: 1}                        | 4:1  | tests is a section              | Expected a list
            tests: [{inpt: {}}]                  | 4:10 | inpt is no key of a test        | Did you mean input?
            tests: [{expect: {suceeded: true}}]  | 4:19 | suceeded is no key of expect    | Did you mean succeeded?
            tests: [{expect: {succeeded: 1}}]    | 4:19 | succeeded is 1                  | true or false
            tests: [{files: {../x: a}}]          | 4:10 | names "../x"                    | inside the workspace
            """)
    void tellsEachMistakeWithItsPlace(String line, String place, String problem, String help) {
        List<String> told = told(GOOD + line);

        assertThat(told).as(line).hasSize(1);
        assertThat(told.getFirst()).startsWith("x.yaml:" + place + ": ").contains(problem, help);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            name: Deploy.staging | lower-case
            name: deploy         | lower-case
            name: a.b.c          | lower-case
            name: [a.b]          | is a list
            name: 5              | is 5
            name:                | is empty
            """)
    void tellsAWrongName(String line, String why) {
        assertThat(told("description: d\ncommand: c\n" + line)).singleElement().asString()
                .startsWith("x.yaml:3:1: name ")
                .contains(why);
    }

    @Test
    void tellsAllMistakesTogetherInTheirOrder() {
        assertThat(told("nam: a.b\nrisk: low\nrequires: [gpu]\ncommand: [make]\n")).hasSize(6)
                .anySatisfy(one -> assertThat(one).contains("description is missing"))
                .last().asString().startsWith("x.yaml:4:1: command is a list");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            name: a.b\\nname: c.d\\ndescription: d\\ncommand: c      | 2:1 | is given twice
            name: a.b\\ndescription: d\\n\\tcommand: c               | 3:1 | is not readable as YAML
            name: a.b\\ndescription: "d\\ncommand: c                 | 3:11 | quotes and brackets are closed
            name: !!java.net.URL [x]\\ndescription: d\\ncommand: c   | 1:7 | tag
            - name: a.b                                              | 1:1 | Expected the keys name
            name: a.b\\n---\\nname: c.d                              | 2:1 | another document
            """)
    void tellsWhatIsNoYaml(String text, String place, String problem) {
        assertThat(told(text.replace("\\n", "\n").replace("\\t", "\t"))).first().asString()
                .startsWith("x.yaml:" + place + ": ").contains(problem);
    }

    @Test
    void givesUpAMillionLaughs() {
        StringBuilder text = new StringBuilder("a: &a [x,x,x,x,x,x,x,x,x,x]\n");
        for (char c = 'b'; c < 'k'; c++) {
            char before = (char) (c - 1);
            text.append(c).append(": &").append(c).append(" [").append(("*" + before + ",").repeat(9)).append('*')
                    .append(before).append("]\n");
        }

        assertThat(told(text.toString())).singleElement().asString().contains("aliases");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "null"})
    void tellsOfAnEmptyFile(String text) {
        assertThat(told(text)).isNotEmpty().allSatisfy(one -> assertThat(one).startsWith("x.yaml:1:1: "));
    }

    private static SkillFile read(String text) {
        SkillReader.Reading reading = SkillReader.read(text);
        assertThat(reading.problems()).isEmpty();
        return reading.skill().orElseThrow();
    }

    private static List<String> told(String text) {
        SkillReader.Reading reading = SkillReader.read(text);
        assertThat(reading.skill()).isEmpty();
        return reading.problems().stream().map(problem -> Mistakes.describe("x.yaml", problem)).toList();
    }
}
