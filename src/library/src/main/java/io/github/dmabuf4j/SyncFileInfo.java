// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import java.util.List;

/**
 * What the kernel says of a {@link SyncFile} ({@code SYNC_IOC_FILE_INFO}).
 *
 * @param name as given to {@link SyncFile#merge}, else of the kernel's making; bytes that are not UTF-8 as in
 *     {@link DmaBuf#name}
 * @param state {@link FenceState#PENDING} until all fences are signaled
 * @param errno the positive error number where the state is {@link FenceState#FAILED}, else 0
 * @param fences each fence
 */
public record SyncFileInfo(String name, FenceState state, int errno, List<FenceInfo> fences) {
    /** Copies the list. */
    public SyncFileInfo {
        fences = List.copyOf(fences);
    }
}
