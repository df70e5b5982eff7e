// SPDX-License-Identifier: Apache-2.0
/** The benchmarks: each method does one operation once, in one way. */
package io.github.dmabuf4j.bench;
