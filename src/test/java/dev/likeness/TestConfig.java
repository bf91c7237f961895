package dev.likeness;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.validator.BeanValidationConfigValidator;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.util.Map;

/** Configuration as the service reads it at its start, defaults and checks included, without the service. */
public final class TestConfig {

    private TestConfig() {}

    public static <T> T of(Class<T> mapping, Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(mapping)
                .withValidator(new Checked())
                .withDefaultValues(properties)
                .build()
                .getConfigMapping(mapping);
    }

    private static final class Checked implements BeanValidationConfigValidator {

        /** Takes long to make. */
        private static final Validator VALIDATOR =
                Validation.buildDefaultValidatorFactory().getValidator();

        @Override
        public Validator getValidator() {
            return VALIDATOR;
        }
    }
}
