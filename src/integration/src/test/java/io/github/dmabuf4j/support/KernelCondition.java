// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Runs a test if the kernel has what {@link Needs} names. */
final class KernelCondition implements ExecutionCondition {
    private static final ConditionEvaluationResult ENABLED = ConditionEvaluationResult.enabled("");

    /** Set where the chosen kernel cannot be had: the reason. */
    private static final Optional<String> NO_KERNEL = Optional.ofNullable(System.getenv("DMABUF4J_NO_KERNEL"));

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (NO_KERNEL.isPresent()) {
            return ConditionEvaluationResult.disabled(NO_KERNEL.get());
        }
        // Opens the directory of the statistics, which then stays open.
        KernelFeature.SYSFS_STATS.problem();
        return AnnotationSupport.findAnnotation(context.getElement(), Needs.class)
                .map(KernelCondition::evaluate)
                .orElse(ENABLED);
    }

    private static ConditionEvaluationResult evaluate(Needs needs) {
        for (KernelFeature feature : needs.value()) {
            Verdict verdict = feature.verdict();
            if (verdict.outcome() == Verdict.Outcome.SKIP) {
                return ConditionEvaluationResult.disabled(verdict.reason());
            }
        }
        return ENABLED;
    }
}
