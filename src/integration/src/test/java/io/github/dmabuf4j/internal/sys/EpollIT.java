// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import io.github.dmabuf4j.support.OtherArchitecture;

/** The layout of an event, which is packed on amd64 only. */
@OtherArchitecture
class EpollIT extends EpollTest {}
