// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * A descriptor that belongs to a public object, its owner. Has no reference to the owner, so that the Cleaner can free
 * the descriptor of an owner that was dropped.
 */
public abstract class OwnedDescriptor extends Descriptor implements Runnable {
    private static final AllocationSites SITES = AllocationSites.of(System.getProperties());

    private final Class<?> ownerType;
    private final String origin;
    private final @Nullable Throwable site = SITES.here();

    /** Null until there is an owner. */
    private Cleaner.@Nullable Cleanable cleanable;

    /**
     * A descriptor without a number.
     *
     * @param ownerType names the logger that reports an owner that was dropped
     * @param origin where the descriptor comes from, for messages
     */
    protected OwnedDescriptor(Class<?> ownerType, String origin) {
        this.ownerType = ownerType;
        this.origin = origin;
    }

    /** The kind of file, for messages. */
    protected abstract String kind();

    @Override
    public String target() {
        return kind() + " fd " + number() + " of " + origin;
    }

    /** Where the descriptor comes from, for messages. */
    public final String origin() {
        return origin;
    }

    /** Where the owner was created; null where that was not recorded. */
    protected @Nullable Throwable site() {
        return site;
    }

    /** What the report of a dropped owner names. */
    protected String loss() {
        return shown();
    }

    /** Frees what the descriptor has besides its number. Further calls do nothing. */
    protected void releaseMemory() {}

    /** The number was closed or given away. Called once, if there was a number. Must not fail. */
    protected void gone() {}

    /** The owner was dropped. The descriptor is still open. Must not fail. */
    protected void dropped() {}

    /** The descriptor of an owner that was dropped is closed now. Must not fail. */
    protected void freed(String how) {}

    /** Frees the descriptor when the owner can no longer be reached. Called by the owner's constructor. */
    public final void freeAfter(Object owner) {
        cleanable = Reclaim.whenDropped(owner, this);
    }

    /** Runs an action once, in the Cleaner's thread, after the next garbage collection. */
    public static void runAfterCollection(Runnable action) {
        Reclaim.whenDropped(new Object(), action);
    }

    /** Ends one {@link #acquire} of the owner. Until then the Cleaner must not think that the owner was dropped. */
    public final void releaseFor(Object owner) {
        try {
            release();
        } finally {
            Reference.reachabilityFence(owner);
        }
    }

    /** Closes the descriptor for its owner. */
    public final void closeFor(Object owner) {
        try {
            close();
            unregisterDisposed();
        } finally {
            Reference.reachabilityFence(owner);
        }
    }

    /** Tells the Cleaner that nothing is left to free, if so. */
    protected final void unregisterDisposed() {
        if (isDisposed()) {
            unregister();
        }
    }

    /**
     * Gives the number away: closes the descriptor for its owner, but leaves the number open.
     *
     * @return the number
     * @throws IllegalStateException when the descriptor is closed or in use; it stays as it is
     */
    public final int detachFor(Object owner) {
        try {
            int number = detach();
            try {
                gone();
                releaseMemory();
                unregister();
            } catch (Throwable shortage) {
                // Of memory or stack. The number must reach the caller all the same: nobody else knows it.
            }
            return number;
        } finally {
            Reference.reachabilityFence(owner);
        }
    }

    private void unregister() {
        Cleaner.Cleanable registered = cleanable;
        if (registered != null) {
            registered.clean();
        }
    }

    /** Called once: by the Cleaner when the owner was dropped, or at the end of a close or detach. */
    @Override
    public final void run() {
        if (hasNumber() && !isDisposed()) {
            freeDropped();
        }
    }

    private void freeDropped() {
        String how = isClosed()
                ? "was closed, but an access scope or a HeldFd of it was never closed"
                : "was dropped without close";
        dropped();
        if (abandon()) {
            SITES.recordAll();
            freed(how);
            Throwable created = site();
            String absence = created == null ? SITES.absence() : "";
            LoggerFactory.getLogger(ownerType).warn("{} {}; it is freed now{}", loss(), how, absence, created);
        }
    }

    @Override
    protected void dispose() {
        try {
            releaseMemory();
        } finally {
            closeNumber();
        }
    }

    private void closeNumber() {
        try {
            super.dispose();
        } finally {
            if (hasNumber()) {
                gone();
            }
        }
    }
}
