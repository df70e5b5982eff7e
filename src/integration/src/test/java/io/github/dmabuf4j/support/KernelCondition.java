// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.DmaHeap;
import io.github.dmabuf4j.stats.SysfsStats;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs a test if the kernel has heaps and statistics; see {@link RealKernel}. */
final class KernelCondition implements ExecutionCondition {
    static final boolean IN_VM = System.getenv("DMABUF4J_VM") != null;

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        try {
            DmaHeap.open("system").close();
            SysfsStats.open();
            return ConditionEvaluationResult.enabled("this kernel has heaps and statistics");
        } catch (DmaBufException missing) {
            if (IN_VM) {
                throw new IllegalStateException("the test VM must have heaps and statistics", missing);
            }
            return ConditionEvaluationResult.disabled(missing.getMessage());
        }
    }
}
