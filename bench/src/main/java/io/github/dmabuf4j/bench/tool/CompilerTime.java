// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/** Measures the time that the JIT compilers take during an iteration. While they work, the state is not steady. */
public final class CompilerTime implements InternalProfiler {
    static final String NAME = "compilers";

    private final CompilationMXBean compilers = ManagementFactory.getCompilationMXBean();
    private long start;

    @Override
    public String getDescription() {
        return "time of the JIT compilers";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        start = compilers.getTotalCompilationTime();
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        double milliseconds = compilers.getTotalCompilationTime() - start;
        return List.of(new ScalarResult(NAME, milliseconds, "ms", AggregationPolicy.SUM));
    }
}
