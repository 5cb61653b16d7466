package dev.telecoder.plugin.linear;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.testkit.ContractFiles;
import graphql.parser.Parser;
import graphql.parser.ParserOptions;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.UnExecutableSchemaGenerator;
import graphql.validation.ValidationError;
import graphql.validation.Validator;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each question and change holds against Linear's own GraphQL schema, where it is beside the repository. */
class LinearSchemaTest {

    @Test
    void asksWhatLinearsSchemaHas() throws IOException {
        GraphQLSchema schema = schema();

        for (String query : LinearApi.ALL) {
            assertThat(complaints(schema, query)).as(query).isEmpty();
        }
    }

    /** One wrong call of each kind is refused, so that the check is one. */
    @Test
    void wouldNotAskForWhatLinearDoesNotHave() throws IOException {
        GraphQLSchema schema = schema();
        Map<String, String> wrong = Map.of("viewer { id", "viewer { id shoeSize", "labels {", "labels(colour: 1) {",
                "comment { id }", "comment { id commentId }", "CommentUpdateInput!", "CommentChangeInput!",
                "issueUpdate(id: $id,", "issueUpdate(key: $id,", "attachmentCreate(input: $input)", "attachmentCreate",
                "$size: Int!", "$size: String!", "reactionCreate(", "reactionMake(");

        for (Map.Entry<String, String> change : wrong.entrySet()) {
            String query =
                    LinearApi.ALL.stream().filter(one -> one.contains(change.getKey())).findFirst().orElseThrow();
            assertThat(complaints(schema, query.replace(change.getKey(), change.getValue()))).as(change.getValue())
                    .isNotEmpty();
        }
    }

    private static List<ValidationError> complaints(GraphQLSchema schema, String query) {
        return new Validator().validateDocument(schema, Parser.parse(query), Locale.ROOT);
    }

    private static GraphQLSchema schema() throws IOException {
        String text = Files.readString(ContractFiles.require("linear/schema.graphql"));
        ParserOptions whole = ParserOptions.newParserOptions().maxCharacters(Integer.MAX_VALUE)
                .maxTokens(Integer.MAX_VALUE).maxWhitespaceTokens(Integer.MAX_VALUE).build();
        return UnExecutableSchemaGenerator.makeUnExecutableSchema(
                new SchemaParser().parse(new java.io.StringReader(text), whole));
    }
}
