// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import io.github.dmabuf4j.internal.gen.LibC;

/** The socket by which a service tells its manager how it is, as sd_notify(3) describes it. Any thread may call. */
public final class NotifySocket {
    private static final char ABSTRACT_MARK = '@';

    private NotifySocket() {}

    /**
     * Sends a message.
     *
     * @param address the value of NOTIFY_SOCKET: a path, or an abstract name after an {@code @}
     * @param message for instance {@code READY=1}
     * @return 0, or the negative errno
     */
    public static int send(String address, String message) {
        byte[] name = name(address);
        if (name.length == 0 || name.length > Sockets.MAX_PATH_BYTES) {
            return -LibC.EINVAL();
        }
        NamedDescriptor socket = new NamedDescriptor(address);
        try {
            int result = socket.own(Sockets.datagramSocket());
            int connected = result < 0 ? result : Sockets.connectByName(result, name);
            return connected < 0 ? connected : Sys.writeText(result, message);
        } finally {
            socket.close();
        }
    }

    private static byte[] name(String address) {
        byte[] name = KernelText.tryEncode(address).orElseGet(() -> new byte[0]);
        if (name.length > 0 && name[0] == ABSTRACT_MARK) {
            name[0] = 0;
        }
        return name;
    }
}
