// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import io.github.dmabuf4j.support.OtherArchitecture;

/** The numbers of system calls. */
@OtherArchitecture
class ProcessCallsIT extends ProcessCallsTest {}
