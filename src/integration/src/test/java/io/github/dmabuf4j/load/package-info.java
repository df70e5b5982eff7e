// SPDX-License-Identifier: Apache-2.0
/**
 * Tests that take too long for every build: {@code mvn verify -Pload} runs the classes named {@code *Load} in the test VM.
 * docs/load.md has their latest figures.
 */
package io.github.dmabuf4j.load;
