package dev.likeness.pose;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import ai.onnxruntime.providers.OrtTensorRTProviderOptions;
import io.quarkus.runtime.configuration.MemorySize;
import java.util.Optional;

/**
 * One of ONNX Runtime's execution providers for NVIDIA's GPUs. Runs of one session at the same time are safe with both; TensorRT
 * does one after the other.
 */
interface Accelerator {

    /** Appends it to the providers of a session, after those that are there; what it cannot calculate goes to later ones. */
    void addTo(OrtSession.SessionOptions session, ModelFile file) throws OrtException;

    /** The names of its options are those of {@code cuda_execution_provider_info.cc}. */
    record Cuda(PoseConfig.Cuda config) implements Accelerator {

        public Cuda {
            Optional<MemorySize> limit = config.memoryLimit();
            if (limit.isPresent() && limit.get().asLongValue() <= 0) {
                throw new IllegalArgumentException("likeness.pose.cuda.memory-limit has to be more than 0");
            }
        }

        @Override
        public void addTo(OrtSession.SessionOptions session, ModelFile file) throws OrtException {
            try (OrtCUDAProviderOptions options = new OrtCUDAProviderOptions(config.deviceId())) {
                options.add("cudnn_conv_algo_search", config.cudnnSearch().name());
                // Doubled at each growth, the memory of several networks would soon be more than a small GPU has.
                options.add("arena_extend_strategy", "kSameAsRequested");
                if (config.memoryLimit().isPresent()) {
                    options.add(
                            "gpu_mem_limit",
                            Long.toString(config.memoryLimit().get().asLongValue()));
                }
                session.addCUDA(options);
            }
        }
    }

    /** The names of its options are those of {@code tensorrt_execution_provider_info.cc}. */
    record TensorRt(int deviceId, boolean halfPrecision, Engines engines) implements Accelerator {

        @Override
        public void addTo(OrtSession.SessionOptions session, ModelFile file) throws OrtException {
            try (OrtTensorRTProviderOptions options = new OrtTensorRTProviderOptions(deviceId)) {
                String folder = engines.folder(file).toString();
                options.add("trt_engine_cache_enable", "1");
                options.add("trt_engine_cache_path", folder);
                options.add("trt_timing_cache_enable", "1");
                options.add("trt_timing_cache_path", folder);
                options.add("trt_fp16_enable", halfPrecision ? "1" : "0");
                session.addTensorrt(options);
            }
        }
    }
}
