// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The logs are those of Linux 6.12 and 7.3. */
class VerifierLogTest {
    @Test
    void theLastLinesAreThoseBeforeTheSummary() {
        assertThat(VerifierLog.end("""
                        0: R1=ctx() R10=fp0
                        0: (b4) w0 = 2                        ; R0_w=2
                        1: (95) exit
                        At program exit the register R0 has smin=2 smax=2 should have been in [0, 1]
                        processed 2 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0
                        """))
                .isEqualTo("0: (b4) w0 = 2                        ; R0_w=2; 1: (95) exit;"
                        + " At program exit the register R0 has smin=2 smax=2 should have been in [0, 1]");
    }

    @Test
    void theReasonAndItsPlaceAreTakenWhereTheKernelNamesThem() {
        assertThat(VerifierLog.end("""
                        64: (85) call bpf_probe_read#4
                        program of this type cannot use helper bpf_probe_read#4

                        Verification failed: Policy: Operation is not allowed

                        Reason:
                          The helper bpf_probe_read#4 is not allowed: this program type does not allow the helper.

                        At:
                          buffers @ dmabuf4j.bpf.c:352:9
                          Source context:
                              350 | ...
                        Suggestion:
                          Use a helper allowed for this program type, or move the logic to a compatible program type.

                        processed 64 insns (limit 1000000) max_states_per_insn 0 total_states 4 peak_states 4 mark_read 0
                        """))
                .isEqualTo("The helper bpf_probe_read#4 is not allowed: this program type does not allow the helper;"
                        + " buffers @ dmabuf4j.bpf.c:352:9");
    }

    @Test
    void anEmptyLogHasNoLines() {
        assertThat(VerifierLog.end("")).isEmpty();
        assertThat(VerifierLog.end("callbacks are not allowed in non-JITed programs\n"))
                .isEqualTo("callbacks are not allowed in non-JITed programs");
    }
}
