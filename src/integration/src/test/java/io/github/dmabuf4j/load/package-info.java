// SPDX-License-Identifier: Apache-2.0
/**
 * What takes too long for every build: {@code mvn verify -Pload} runs the classes called {@code *Load} in the test VM.
 * docs/load.md has their last figures.
 */
package io.github.dmabuf4j.load;
