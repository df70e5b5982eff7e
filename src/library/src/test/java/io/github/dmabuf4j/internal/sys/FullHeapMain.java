// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.support.ChildJvm;
import io.github.dmabuf4j.support.FullHeap;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for the standard input with many descriptors, and gets it while no memory is left. */
final class FullHeapMain {
    private static final int WAITS = 50;
    private static final int ROUNDS = 2;

    private static final FileInputStream INPUT = new FileInputStream(FileDescriptor.in);
    private static final FileOutputStream OUTPUT = new FileOutputStream(FileDescriptor.out);

    private FullHeapMain() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        List<Descriptor> inputs = new ArrayList<>();
        for (int i = 0; i < WAITS; i++) {
            inputs.add(new NamedDescriptor(Sys.duplicate(0), "the standard input"));
        }
        // Once with memory, so that all classes are loaded.
        boolean allEnded = allEnd(inputs, false);
        for (int round = 0; round < ROUNDS; round++) {
            allEnded &= allEnd(inputs, true);
        }
        System.out.print(allEnded ? "all waits have ended\n" : "waits are lost\n");
        System.out.flush();
        System.exit(0);
    }

    private static boolean allEnd(List<Descriptor> inputs, boolean withoutMemory)
            throws IOException, InterruptedException {
        CountDownLatch ended = new CountDownLatch(WAITS);
        for (Descriptor input : inputs) {
            input.acquire();
            Poller.shared().begin(new Poller.Wait(input, LibC.POLLIN(), errno -> ended.countDown()));
            input.release();
        }
        if (withoutMemory) {
            askWithoutMemory();
        } else {
            OUTPUT.write(ChildJvm.QUESTION);
        }
        boolean all = ended.await(30, TimeUnit.SECONDS);
        return INPUT.read() == ChildJvm.QUESTION && all;
    }

    private static void askWithoutMemory() throws IOException {
        try (FullHeap heap = new FullHeap()) {
            OUTPUT.write(ChildJvm.QUESTION);
            while (INPUT.available() == 0) {
                heap.stayFull();
            }
            heap.stayFull();
        }
    }
}
