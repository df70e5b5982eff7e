// SPDX-License-Identifier: Apache-2.0
/** Runs the benchmarks and reports the results. */
package io.github.dmabuf4j.bench.tool;
