// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.gen;

import io.github.dmabuf4j.support.OtherArchitecture;

/** The generated layouts and constants. */
@OtherArchitecture
class BindingsProbeIT extends BindingsProbeTest {}
