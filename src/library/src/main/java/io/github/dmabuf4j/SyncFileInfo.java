// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import java.util.List;

/**
 * The kernel's description of a {@link SyncFile} ({@code SYNC_IOC_FILE_INFO}).
 *
 * @param name the name given to {@link SyncFile#merge}, or one that the kernel has made; decoded as in
 *     {@link DmaBuf#name}
 * @param state {@link FenceState#PENDING} until all fences are signaled
 * @param errno the positive error number when the state is {@link FenceState#FAILED}; otherwise 0
 * @param fences each fence
 */
public record SyncFileInfo(String name, FenceState state, int errno, List<FenceInfo> fences) {
    /** Copies the list. */
    public SyncFileInfo {
        fences = List.copyOf(fences);
    }
}
