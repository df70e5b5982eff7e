// SPDX-License-Identifier: Apache-2.0
/** Options and arguments of the commands, and how their texts become values. */
package io.github.dmabuf4j.cli.option;
