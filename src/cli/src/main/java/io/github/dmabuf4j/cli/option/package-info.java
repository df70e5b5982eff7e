// SPDX-License-Identifier: Apache-2.0
/** Options and arguments of the commands, and the conversion of their texts to values. */
package io.github.dmabuf4j.cli.option;
