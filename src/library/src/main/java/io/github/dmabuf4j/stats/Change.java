// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

/**
 * The same amount at two times.
 *
 * @param before the earlier one
 * @param after the later one
 */
public record Change(Amount before, Amount after) {
    /**
     * How much more there is after than before.
     *
     * @return the difference; negative where there is less
     */
    public Amount difference() {
        return after.minus(before);
    }

    boolean isNone() {
        return before.equals(after);
    }
}
