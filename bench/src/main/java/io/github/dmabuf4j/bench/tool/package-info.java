// SPDX-License-Identifier: Apache-2.0
/** What runs the benchmarks and tells of the results. */
package io.github.dmabuf4j.bench.tool;
