// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.consumers;

import static io.github.dmabuf4j.support.KernelFeature.SYSTEM_HEAP;
import static io.github.dmabuf4j.support.KernelFeature.UDMABUF;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.examples.MesaCommand;
import io.github.dmabuf4j.support.ChildJvm;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import io.github.dmabuf4j.support.UnchangedBuffers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Frames as Vulkan sees them: Mesa's software renderer lavapipe imports their buffers, and exports its own. */
@RealKernel
@Needs({SYSTEM_HEAP, UDMABUF})
@ExtendWith(UnchangedBuffers.class)
class VulkanIT {
    @Test
    void javaAndVulkanSeeTheSamePixels() throws Exception {
        String mesa = MesaCommand.orSkip("libvulkan_lvp.so");
        // An installed Mesa may have drivers of graphics cards too.
        List<String> command = new ArrayList<>(List.of(mesa, "env", "VK_LOADER_DRIVERS_SELECT=lvp_icd*"));
        command.addAll(ChildJvm.command(VulkanMain.class, ChildJvm.SMALL));
        List<String> lines = ChildJvm.run(command).lines().toList();

        assertThat(lines.getFirst()).startsWith("llvmpipe, Mesa ");
        assertThat(lines)
                .contains(
                        "Vulkan reads 30x20 XRGB8888 LINEAR",
                        "Vulkan writes 30x20 XRGB8888 LINEAR",
                        "Vulkan reads 30x20 ABGR8888 LINEAR",
                        "Vulkan writes 30x20 ABGR8888 LINEAR",
                        "Vulkan reads plane 0 of NV12 as 30x20 R8 LINEAR",
                        "Vulkan reads plane 1 of NV12 as 15x10 GR88 LINEAR",
                        "Java reads what Vulkan has allocated: 30x20 XRGB8888 LINEAR")
                // Mesa 25.0 closes it, against the rule that is in VulkanImage. It must not be closed twice.
                .anyMatch(line -> line.matches("too small a buffer: VkResult -\\d+, its descriptor is (open|closed)"))
                .endsWith("0 descriptors of buffers are open");
    }
}
