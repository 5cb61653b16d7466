package dev.telecoder.support.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommitStyleTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            CONVENTIONAL | fix: a; feat(x): b; Merge pull request 3; chore!: c; docs: d; test: e; Odd one   | false
            AREA         | cart: a; net/http: b; web, api: c; store: d; Fix typo; sandbox: e                | false
            ISSUE        | SHOP-1 Add a; SHOP-2: Fix b; [SHOP-3] Do c; SHOP-4 Do d; SHOP-5 Do e             | true
            EMOJI        | :bug: fix; :sparkles: add; ✨ more; 🐛 fix; :memo: docs                          | false
            PLAIN        | Add a; Fix b; Remove c; Say d; Test e                                            | true
            """)
    void readsHowMessagesBegin(CommitStyle.Kind kind, String subjects, boolean capital) {
        CommitStyle style = CommitStyle.of(List.of(subjects.split("; ")));

        assertThat(style.kind()).isEqualTo(kind);
        assertThat(style.capital()).isEqualTo(capital);
    }

    @Test
    void tellsAMessageThatIsUnlikeTheOthers() {
        CommitStyle style = CommitStyle.of(List.of("fix: a", "feat: b", "docs: c", "test: d", "chore: e"));

        assertThat(style.unlike("fix(cart): round half up")).isEmpty();
        assertThat(style.unlike("Round half up")).singleElement().asString().contains("with a type");
        assertThat(style.unlike("fix: " + "x".repeat(80))).singleElement().asString().contains("85 characters");
    }

    @Test
    void asksNothingWhereTooFewAreThere() {
        assertThat(CommitStyle.of(List.of("fix: a", "feat: b")).unlike("Anything")).isEmpty();
    }
}
