// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

/**
 * Checks that a thread has what it needs for a step that must not fail half-way: its memory for system calls, and stack.
 *
 * <p>No Java error may come between the return of a system call that creates a descriptor and the storing of its number, nor in the
 * clean-up after a failure. Code that begins such a step calls this first: if something is missing, this fails before the step
 * has begun.
 */
public final class Headroom {
    // Frames after the first. Not final: compilers would leave out what they know to do nothing.
    private static int more = 1;

    private Headroom() {}

    /**
     * Makes certain, before something begins, that the calls of the caller find 8 KiB of stack and the memory of this thread.
     *
     * @throws StackOverflowError when there is less
     * @throws OutOfMemoryError when this thread has no memory yet, and none can be made
     */
    public static void toBegin() {
        Scratch.prepare();
        enterLargeFrames(more);
    }

    /**
     * Makes certain of 4 KiB of stack, before something ends. It asks for 6 KiB at the most, and so does not fail where the
     * beginning did not, unless the frames of its callers take 2 KiB more.
     *
     * @throws StackOverflowError when there is less
     * @throws OutOfMemoryError when this thread has no memory yet, and none can be made
     */
    public static void toEnd() {
        Scratch.prepare();
        enterSmallerFrames(more);
    }

    /** Like {@link #toEnd}, for a thread that has called {@link #toBegin} before: it has its memory already. */
    public static void toEndOfSameThread() {
        enterSmallerFrames(more);
    }

    /**
     * Enters two methods of 4 KiB each, where one is left after the first. An interpreter uses so much stack for the variables. Compiled code uses none, but looks
     * whether there is as much, since it may have to go on in the interpreter at any point. It costs less than ten
     * instructions.
     *
     * <p>The compilers join a method that calls itself with one such call, and look for the room of both, whether there is a
     * call or not: so there must always be two. Where the first is interpreted and the second compiled, they take the room of
     * three.
     */
    private static void enterLargeFrames(int left) {
        long unused0, unused1, unused2, unused3, unused4, unused5, unused6, unused7;
        long unused8, unused9, unused10, unused11, unused12, unused13, unused14, unused15;
        long unused16, unused17, unused18, unused19, unused20, unused21, unused22, unused23;
        long unused24, unused25, unused26, unused27, unused28, unused29, unused30, unused31;
        long unused32, unused33, unused34, unused35, unused36, unused37, unused38, unused39;
        long unused40, unused41, unused42, unused43, unused44, unused45, unused46, unused47;
        long unused48, unused49, unused50, unused51, unused52, unused53, unused54, unused55;
        long unused56, unused57, unused58, unused59, unused60, unused61, unused62, unused63;
        long unused64, unused65, unused66, unused67, unused68, unused69, unused70, unused71;
        long unused72, unused73, unused74, unused75, unused76, unused77, unused78, unused79;
        long unused80, unused81, unused82, unused83, unused84, unused85, unused86, unused87;
        long unused88, unused89, unused90, unused91, unused92, unused93, unused94, unused95;
        long unused96, unused97, unused98, unused99, unused100, unused101, unused102, unused103;
        long unused104, unused105, unused106, unused107, unused108, unused109, unused110, unused111;
        long unused112, unused113, unused114, unused115, unused116, unused117, unused118, unused119;
        long unused120, unused121, unused122, unused123, unused124, unused125, unused126, unused127;
        long unused128, unused129, unused130, unused131, unused132, unused133, unused134, unused135;
        long unused136, unused137, unused138, unused139, unused140, unused141, unused142, unused143;
        long unused144, unused145, unused146, unused147, unused148, unused149, unused150, unused151;
        long unused152, unused153, unused154, unused155, unused156, unused157, unused158, unused159;
        long unused160, unused161, unused162, unused163, unused164, unused165, unused166, unused167;
        long unused168, unused169, unused170, unused171, unused172, unused173, unused174, unused175;
        long unused176, unused177, unused178, unused179, unused180, unused181, unused182, unused183;
        long unused184, unused185, unused186, unused187, unused188, unused189, unused190, unused191;
        long unused192, unused193, unused194, unused195, unused196, unused197, unused198, unused199;
        long unused200, unused201, unused202, unused203, unused204, unused205, unused206, unused207;
        long unused208, unused209, unused210, unused211, unused212, unused213, unused214, unused215;
        long unused216, unused217, unused218, unused219, unused220, unused221, unused222, unused223;
        long unused224, unused225, unused226, unused227, unused228, unused229, unused230, unused231;
        long unused232, unused233, unused234, unused235, unused236, unused237, unused238, unused239;
        long unused240, unused241, unused242, unused243, unused244, unused245, unused246, unused247;
        long unused248, unused249, unused250, unused251, unused252, unused253, unused254, unused255;
        if (left > 0) {
            enterLargeFrames(left - 1);
        }
    }

    /** Like {@link #enterLargeFrames}, with 2 KiB each. */
    private static void enterSmallerFrames(int left) {
        long unused0, unused1, unused2, unused3, unused4, unused5, unused6, unused7;
        long unused8, unused9, unused10, unused11, unused12, unused13, unused14, unused15;
        long unused16, unused17, unused18, unused19, unused20, unused21, unused22, unused23;
        long unused24, unused25, unused26, unused27, unused28, unused29, unused30, unused31;
        long unused32, unused33, unused34, unused35, unused36, unused37, unused38, unused39;
        long unused40, unused41, unused42, unused43, unused44, unused45, unused46, unused47;
        long unused48, unused49, unused50, unused51, unused52, unused53, unused54, unused55;
        long unused56, unused57, unused58, unused59, unused60, unused61, unused62, unused63;
        long unused64, unused65, unused66, unused67, unused68, unused69, unused70, unused71;
        long unused72, unused73, unused74, unused75, unused76, unused77, unused78, unused79;
        long unused80, unused81, unused82, unused83, unused84, unused85, unused86, unused87;
        long unused88, unused89, unused90, unused91, unused92, unused93, unused94, unused95;
        long unused96, unused97, unused98, unused99, unused100, unused101, unused102, unused103;
        long unused104, unused105, unused106, unused107, unused108, unused109, unused110, unused111;
        long unused112, unused113, unused114, unused115, unused116, unused117, unused118, unused119;
        long unused120, unused121, unused122, unused123, unused124, unused125, unused126, unused127;
        if (left > 0) {
            enterSmallerFrames(left - 1);
        }
    }
}
