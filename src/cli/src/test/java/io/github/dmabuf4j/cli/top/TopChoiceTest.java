// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

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
        assertThat(notes.notes()).hasValue(0);
        assertThat(notes.pressed('>').notes()).hasValue(1);
        assertThat(notes.pressed('<').notes()).hasValue(-1);
        assertThat(notes.pressed('2')).isEqualTo(notes);
        assertThat(notes.pressed('n')).isEqualTo(choice.pressed('1'));
        assertThat(notes.pressed('p')).isEqualTo(choice.pressed('1'));
        assertThat(notes.pressed('e')).isEqualTo(TopChoice.of(TopView.EXPORTERS));
    }

    @ParameterizedTest
    @ValueSource(ints = {'0', '9', 'x', 'q', ' ', -1, -2, 0, 3, 0x1F600})
    void otherKeysChooseNothing(int key) {
        assertThat(choice.pressed(key)).isEqualTo(choice);
    }
}
