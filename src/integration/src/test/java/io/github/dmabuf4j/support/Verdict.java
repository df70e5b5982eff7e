// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

/** What happens to a test that needs a {@link KernelFeature}. The reason is empty for a test that runs. */
record Verdict(Outcome outcome, String reason) {
    static final Verdict RUN = new Verdict(Outcome.RUN, "");

    enum Outcome {
        RUN,
        SKIP,
        FAIL
    }
}
