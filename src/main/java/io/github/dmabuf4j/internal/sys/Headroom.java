// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

/**
 * What a thread needs for a step that must not fail half-way: its memory for system calls, and stack.
 *
 * <p>Between the return of a system call that gives a descriptor and the storing of its number, and in the clean-up after a
 * failure, no error of Java's may come. Whoever begins such a step asks here first: that fails instead.
 */
public final class Headroom {
    // Frames of enterLargeFrames after the first. Not final: compilers would leave out what they know to do nothing.
    private static int moreToBegin = 1;
    private static int moreToEnd = 0;

    private Headroom() {}

    /**
     * Makes certain, before something begins, that the calls of the caller find 8 KiB of stack and the memory of this thread.
     *
     * @throws StackOverflowError when there is less
     * @throws OutOfMemoryError when this thread has no memory yet, and none can be made
     */
    public static void toBegin() {
        Scratch.prepare();
        enterLargeFrames(moreToBegin);
    }

    /**
     * Makes certain of 4 KiB of stack, before something ends: half of what its beginning made certain of, so that this does not
     * fail where the beginning did not.
     *
     * @throws StackOverflowError when there is less
     * @throws OutOfMemoryError when this thread has no memory yet, and none can be made
     */
    public static void toEnd() {
        Scratch.prepare();
        enterLargeFrames(moreToEnd);
    }

    /**
     * Enters one method of 4 KiB, or more. An interpreter uses so much stack for the variables. Compiled code uses none, but looks
     * whether there is as much, since it may have to go on in the interpreter at any point. It costs less than ten
     * instructions.
     */
    private static void enterLargeFrames(int left) {
        long ignored0, ignored1, ignored2, ignored3, ignored4, ignored5, ignored6, ignored7, ignored8, ignored9, ignored10, ignored11, ignored12, ignored13, ignored14, ignored15,
                ignored16, ignored17, ignored18, ignored19, ignored20, ignored21, ignored22, ignored23, ignored24, ignored25, ignored26, ignored27, ignored28, ignored29, ignored30, ignored31,
                ignored32, ignored33, ignored34, ignored35, ignored36, ignored37, ignored38, ignored39, ignored40, ignored41, ignored42, ignored43, ignored44, ignored45, ignored46, ignored47,
                ignored48, ignored49, ignored50, ignored51, ignored52, ignored53, ignored54, ignored55, ignored56, ignored57, ignored58, ignored59, ignored60, ignored61, ignored62, ignored63,
                ignored64, ignored65, ignored66, ignored67, ignored68, ignored69, ignored70, ignored71, ignored72, ignored73, ignored74, ignored75, ignored76, ignored77, ignored78, ignored79,
                ignored80, ignored81, ignored82, ignored83, ignored84, ignored85, ignored86, ignored87, ignored88, ignored89, ignored90, ignored91, ignored92, ignored93, ignored94, ignored95,
                ignored96, ignored97, ignored98, ignored99, ignored100, ignored101, ignored102, ignored103, ignored104, ignored105, ignored106, ignored107, ignored108, ignored109, ignored110, ignored111,
                ignored112, ignored113, ignored114, ignored115, ignored116, ignored117, ignored118, ignored119, ignored120, ignored121, ignored122, ignored123, ignored124, ignored125, ignored126, ignored127,
                ignored128, ignored129, ignored130, ignored131, ignored132, ignored133, ignored134, ignored135, ignored136, ignored137, ignored138, ignored139, ignored140, ignored141, ignored142, ignored143,
                ignored144, ignored145, ignored146, ignored147, ignored148, ignored149, ignored150, ignored151, ignored152, ignored153, ignored154, ignored155, ignored156, ignored157, ignored158, ignored159,
                ignored160, ignored161, ignored162, ignored163, ignored164, ignored165, ignored166, ignored167, ignored168, ignored169, ignored170, ignored171, ignored172, ignored173, ignored174, ignored175,
                ignored176, ignored177, ignored178, ignored179, ignored180, ignored181, ignored182, ignored183, ignored184, ignored185, ignored186, ignored187, ignored188, ignored189, ignored190, ignored191,
                ignored192, ignored193, ignored194, ignored195, ignored196, ignored197, ignored198, ignored199, ignored200, ignored201, ignored202, ignored203, ignored204, ignored205, ignored206, ignored207,
                ignored208, ignored209, ignored210, ignored211, ignored212, ignored213, ignored214, ignored215, ignored216, ignored217, ignored218, ignored219, ignored220, ignored221, ignored222, ignored223,
                ignored224, ignored225, ignored226, ignored227, ignored228, ignored229, ignored230, ignored231, ignored232, ignored233, ignored234, ignored235, ignored236, ignored237, ignored238, ignored239,
                ignored240, ignored241, ignored242, ignored243, ignored244, ignored245, ignored246, ignored247, ignored248, ignored249, ignored250, ignored251, ignored252, ignored253, ignored254, ignored255;
        if (left > 0) {
            enterLargeFrames(left - 1);
        }
    }
}
