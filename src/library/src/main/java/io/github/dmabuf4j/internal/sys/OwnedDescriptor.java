// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import java.lang.ref.Cleaner;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * A descriptor that an object of the user's owns. Knows nothing of that object, so that the Cleaner can end it after the
 * object was dropped.
 */
public abstract class OwnedDescriptor extends Descriptor implements Runnable {
    private static final AllocationSites SITES = AllocationSites.of(System.getProperties());

    private final Class<?> owner;
    private final String origin;
    private final @Nullable Throwable site = SITES.here();

    /**
     * One without a number yet.
     *
     * @param owner whose logger tells of an object that was dropped
     * @param origin where the descriptor came from, for messages
     */
    protected OwnedDescriptor(Class<?> owner, String origin) {
        this.owner = owner;
        this.origin = origin;
    }

    /** What messages call its kind. */
    protected abstract String kind();

    @Override
    public final String target() {
        return kind() + " fd " + number() + " of " + origin;
    }

    /** What is lost where it is dropped. */
    protected String loss() {
        return shown();
    }

    /** Ends this when nobody can reach the object any more. */
    public final Cleaner.Cleanable endWith(Object object) {
        return Reclaim.whenDropped(object, this);
    }

    /** Has the Cleaner run an action once, after the next garbage collection. */
    public static void runAfterCollection(Runnable action) {
        Reclaim.whenDropped(new Object(), action);
    }

    /** What the Cleaner does once: a close does it too, when there is nothing left to do. */
    @Override
    public final void run() {
        if (hasNumber() && !isDisposed()) {
            dropped();
        }
    }

    private void dropped() {
        String how = isClosed()
                ? "was closed, but an access scope or a HeldFd of it was never closed"
                : "was dropped without close";
        if (abandon()) {
            SITES.recordAll();
            String absence = site == null ? SITES.absence() : "";
            LoggerFactory.getLogger(owner).warn("{} {}; it is freed now{}", loss(), how, absence, site);
        }
    }
}
