// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopChoiceTest {
    private final TopChoice choice = TopChoice.of(TopView.PROCESSES);

    @ParameterizedTest
    @EnumSource
    void aKeyChoosesAViewInItsUsualOrder(TopView view) {
        TopChoice chosen = new TopChoice(TopView.PROCESSES, "rss").pressed(view.key());
        assertThat(chosen).isEqualTo(TopChoice.of(view));
        assertThat(view.keys()).contains(chosen.sort()).hasSizeLessThan(10);
    }

    @Test
    void theViewThatIsThereKeepsItsOrder() {
        assertThat(choice.pressed('1').pressed('p').sort()).isEqualTo("pid");
    }

    @ParameterizedTest
    @CsvSource({"1, pid", "8, command", "<, mappings", ">, pss"})
    void aKeyChoosesTheColumnToSortBy(char key, String column) {
        assertThat(choice.pressed(key)).isEqualTo(new TopChoice(TopView.PROCESSES, column));
    }

    @Test
    void theFirstAndTheLastColumnAreTheEnd() {
        assertThat(choice.pressed('1').pressed('<').sort()).isEqualTo("pid");
        assertThat(choice.pressed('8').pressed('>').sort()).isEqualTo("command");
    }

    @Test
    void f14_aKeyShowsTheNotesAndAgainTheTable() {
        TopChoice notes = choice.pressed('1').pressed('n');
        assertThat(notes.page()).isEqualTo(new TopPage(TopPage.Kind.NOTES, 0));
        assertThat(notes.pressed('>').page()).isEqualTo(new TopPage(TopPage.Kind.NOTES, 1));
        assertThat(notes.pressed('<').page()).isEqualTo(new TopPage(TopPage.Kind.NOTES, -1));
        assertThat(notes.pressed(TerminalKeys.END).page()).isEqualTo(new TopPage(TopPage.Kind.NOTES, -1));
        assertThat(notes.pressed('2')).isEqualTo(notes);
        assertThat(notes.pressed('n')).isEqualTo(choice.pressed('1'));
        assertThat(notes.pressed('p')).isEqualTo(choice.pressed('1'));
        assertThat(notes.pressed('e')).isEqualTo(TopChoice.of(TopView.EXPORTERS));
    }

    @ParameterizedTest
    @ValueSource(chars = {'n', 's', '\r', '\n'})
    void aPageIsClosedByEscapeBackspaceAndQ(char key) {
        TopChoice page = choice.pressed(key);
        assertThat(page.page().isTable()).isFalse();
        for (int closing : List.of(27, 8, 127, (int) 'q')) {
            assertThat(page.pressed(closing)).isEqualTo(choice);
        }
        assertThat(page.pressed('1')).as("no column to sort by").isEqualTo(page);
        assertThat(page.pressed('b')).isEqualTo(TopChoice.of(TopView.BUFFERS));
        assertThat(page.pressed('?').page()).isEqualTo(TopPage.of(TopPage.Kind.KEYS));
    }

    @Test
    void theSourcesAndTheNotesLeadToEachOther() {
        assertThat(choice.pressed('s').pressed('n')).isEqualTo(choice.pressed('n'));
        assertThat(choice.pressed('n').pressed('s')).isEqualTo(choice.pressed('s'));
        assertThat(choice.pressed('s').pressed('s')).isEqualTo(choice);
    }

    @ParameterizedTest
    @ValueSource(ints = {'?', 'q', 'x', 'e', ' ', '1', '<', 27, '\r'})
    void anyKeyClosesTheKeysAndDoesNothingElse(int key) {
        assertThat(choice.pressed('?').pressed(key)).isEqualTo(choice);
    }

    @Test
    void theKeysHavePagesTooWhereTheyDoNotFit() {
        assertThat(choice.pressed('?').pressed(TerminalKeys.DOWN).page()).isEqualTo(new TopPage(TopPage.Kind.KEYS, 1));
        assertThat(choice.pressed('?').pressed(TerminalKeys.NONE)).isEqualTo(choice.pressed('?'));
    }

    @Test
    void aTextIsTypedCharacterByCharacter() {
        TopChoice typing = choice.pressed('/');
        assertThat(typing.filter()).isEqualTo(new TopFilter("", true));
        for (int key : "qn p1/<😀".chars().toArray()) {
            typing = typing.pressed(key);
        }
        assertThat(typing)
                .isEqualTo(
                        new TopChoice(choice.view(), choice.sort(), new TopFilter("qn p1/<😀", true), choice.page()));
        assertThat(typing.pressed(TerminalKeys.UP)).isEqualTo(typing);
        assertThat(typing.pressed(127).filter().text()).isEqualTo("qn p1/<");
        TopChoice kept = typing.pressed('\r');
        assertThat(kept.filter()).isEqualTo(new TopFilter("qn p1/<😀", false));
        assertThat(kept.pressed('2').filter()).isEqualTo(kept.filter());
        assertThat(kept.pressed('e').filter()).as("another view").isEqualTo(kept.filter());
        assertThat(kept.pressed('/').pressed(8).filter().text()).isEqualTo("qn p1/<");
        assertThat(kept.pressed(27)).isEqualTo(choice);
        assertThat(typing.pressed(27)).isEqualTo(choice);
        assertThat(choice.pressed('/').pressed(127)).as("nothing to take away").isEqualTo(choice);
    }

    @Test
    void onlyTheTableHasKeysOfItsOwn() {
        assertThat(choice.isTableWithKeys()).isTrue();
        assertThat(choice.opensRow('\r')).isTrue();
        for (int key : "?ns/".chars().toArray()) {
            assertThat(choice.pressed(key).isTableWithKeys()).isFalse();
            assertThat(choice.pressed(key).opensRow('\r')).isFalse();
        }
        assertThat(choice.pressed('n').canReadNow()).isTrue();
        assertThat(choice.pressed('/').canReadNow()).isFalse();
        assertThat(choice.pressed('?').canReadNow()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {'0', '9', 'x', 'q', ' ', -1, -2, 0, 3, 0x1F600})
    void otherKeysChooseNothing(int key) {
        assertThat(choice.pressed(key)).isEqualTo(choice);
    }
}
