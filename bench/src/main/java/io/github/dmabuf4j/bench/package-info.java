// SPDX-License-Identifier: Apache-2.0
/** The benchmarks. Each method does one operation once, with one implementation. */
package io.github.dmabuf4j.bench;
