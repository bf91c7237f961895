package dev.likeness.credits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.TestConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TariffTest {

    @Test
    void a_picture_costs_one_credit_by_default() {
        assertThat(new Tariff(TestConfig.of(CreditsConfig.class, Map.of())).costOf(4))
                .isEqualByComparingTo("4");
    }

    @Test
    void samples_cost_exactly_that_many_times_the_price() {
        assertThat(new Tariff(costing("0.1")).costOf(3)).isEqualByComparingTo("0.3");
    }

    @Test
    void a_negative_price_is_refused_at_the_start_by_the_name_of_its_key() {
        assertThatThrownBy(() -> costing("-1")).hasMessageContaining("likeness.credits.cost-per-image");
    }

    private static CreditsConfig costing(String price) {
        return TestConfig.of(CreditsConfig.class, Map.of("likeness.credits.cost-per-image", price));
    }
}
