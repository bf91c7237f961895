package dev.likeness.generation.segmind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.error.BackendFailed;
import dev.likeness.error.BackendTimeout;
import dev.likeness.error.BackendUnavailable;
import dev.likeness.error.Failure;
import dev.likeness.generation.GeneratedImage;
import dev.likeness.generation.segmind.FakeUpstream.Fault;
import dev.likeness.generation.segmind.FakeUpstream.Refusal;
import dev.likeness.input.PictureFile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** v1: one request that is answered with its pictures, and made once. */
@QuarkusTest
@TestProfile(WithSegmind.class)
class DirectCallTest extends AtUpstream {

    private static final String POST = "POST /v1/consistent-character-with-pose";

    @Override
    FakeUpstream fake(String... settings) {
        return super.fake(
                Stream.concat(Stream.of("mode", "v1"), Stream.of(settings)).toArray(String[]::new));
    }

    @Test
    void one_picture_comes_as_it_is() {
        FakeUpstream fake = fake();

        var images = rig.images(Commissions.job(1));

        assertThat(((GeneratedImage.Unsized) images.get(0).content()).file()).isEqualTo(Paintings.png(96, 128));
        assertThat(fake.jobs.get(0).asked.getBoolean("base_64")).isFalse();
        assertThat(rig.upstream.credits()).isEqualTo(99);
    }

    @Test
    void every_request_carries_the_headers_that_are_configured() {
        FakeUpstream fake = fake("logins.id.header", "CF-Access-Client-Id", "logins.id.value", "abc.access");

        rig.images(Commissions.job(1));

        assertThat(fake.requests).contains(POST);
        assertThat(fake.headers).allSatisfy(headers -> assertThat(headers.get("CF-Access-Client-Id"))
                .isEqualTo("abc.access"));
    }

    @Test
    void what_a_picture_says_beside_its_pixels_is_not_sent() {
        FakeUpstream fake = fake();

        rig.images(Commissions.job(PictureFile.withSecrets(), 1, 42, Optional.empty()));

        byte[] sent = Base64.getDecoder().decode(fake.jobs.get(0).asked.getString("face_image"));
        assertThat(new String(sent, StandardCharsets.ISO_8859_1))
                .doesNotContain("SECRET")
                .doesNotContain("Exif");
        assertThat(PictureFile.read(sent).width()).isEqualTo(96);
    }

    @Test
    void several_pictures_come_in_json_with_their_seeds() {
        FakeUpstream fake = fake();

        var images = rig.images(Commissions.job(4));

        assertThat(images).extracting(GeneratedImage::seed).containsExactly(42L, 43L, 44L, 45L);
        assertThat(images).allSatisfy(image -> assertThat(((GeneratedImage.Unsized) image.content()).file())
                .isEqualTo(Paintings.png(96, 128)));
        assertThat(fake.jobs).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "401, Unauthorized, The service that makes the pictures does not let this one in at present; its operator has to see to it",
        "406, Insufficient credits, The service that makes the pictures takes none from this one at present; its operator has to see to it",
        "429, slow down, The service that makes the pictures cannot take any at present; try again in 5 s",
        "503, busy, The service that makes the pictures cannot take any at present; try again in 5 s",
    })
    void a_refusal_lets_another_backend_have_the_job(int status, String error, String why) {
        fake().submitRefused = Refusal.of(status, error);

        assertThat(rig.refusal(Commissions.job(1)))
                .isInstanceOf(BackendUnavailable.class)
                .hasMessage(why);
    }

    @Test
    void an_error_after_the_work_is_a_failure() {
        fake().submitRefused = Refusal.of(500, "CUDA error");

        assertThat(rig.refusal(Commissions.job(1)))
                .isInstanceOf(BackendFailed.class)
                .hasMessage("The service that makes the pictures could not make these; try again, or with other"
                        + " pictures");
    }

    @Test
    void an_upstream_that_says_itself_that_it_was_too_late_is_believed() {
        fake("idempotent", "true").submitRefused =
                new Refusal(504, "{\"error\":\"late\",\"code\":\"backend_timeout\"}", Map.of());

        assertThat(rig.refusal(Commissions.job(1))).isInstanceOf(BackendTimeout.class);

        assertThat(rig.fake.asked(POST)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"CUT_BEFORE", "CUT_AFTER", "CUT_AMID", "GATEWAY"})
    void an_answer_that_is_lost_is_not_asked_for_again(Fault fault) {
        FakeUpstream fake = fake();
        fake.faults = route -> route.equals(POST) ? fault : Fault.NONE;

        assertThat(rig.refusal(Commissions.job(1))).isInstanceOf(BackendFailed.class);

        assertThat(fake.asked(POST)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"CUT_BEFORE", "CUT_AFTER", "CUT_AMID", "GATEWAY"})
    void it_is_where_the_upstream_makes_one_job_of_both(Fault fault) {
        FakeUpstream fake = fake("idempotent", "true");
        fake.likeness = true;
        fake.faults = route -> route.equals(POST) && fake.asked(POST) == 1 ? fault : Fault.NONE;

        assertThat(rig.images(Commissions.job(1))).hasSize(1);

        assertThat(fake.jobs).hasSize(1);
    }

    @Test
    void an_upstream_that_does_not_answer_is_cut_off_and_too_late() {
        FakeUpstream fake = fake("picture-timeout", "100ms");
        fake.faults = route -> route.equals(POST) ? Fault.HANG : Fault.NONE;

        assertThat(rig.refusal(Commissions.job(1)))
                .isInstanceOf(BackendTimeout.class)
                .hasMessage("The service that makes the pictures did not make them in time; nothing was charged");

        Rig.until("the upstream sees it", () -> fake.jobs.get(0).cancelled);
        assertThat(fake.asked(POST)).isEqualTo(1);
    }

    @Test
    void a_slow_answer_is_waited_for_while_it_goes_on() {
        FakeUpstream fake = fake("picture-timeout", "20s");
        fake.faults = route -> route.equals(POST) ? Fault.SLOW : Fault.NONE;

        assertThat(rig.images(Commissions.job(2))).hasSize(2);
    }

    @Test
    void an_answer_that_is_larger_than_may_be_is_broken_off() {
        FakeUpstream fake = fake("max-image-bytes", "1K");
        fake.paints = asked -> new byte[100_000];

        assertThat(rig.refusal(Commissions.job(1))).isInstanceOf(BackendFailed.class);
    }

    @Test
    void leaving_cuts_the_connection() {
        FakeUpstream fake = fake();
        fake.looksUntilDone = 100_000;
        var events = rig.begin(Commissions.job(1));
        Rig.until("it is there", () -> fake.jobs.size() == 1);

        events.cancel();

        Rig.until("the upstream sees it", () -> fake.jobs.get(0).cancelled);
    }

    @Test
    void an_answer_that_is_neither_a_picture_nor_json_comes_to_whoever_decodes_it() {
        FakeUpstream fake = fake();
        fake.faults = route -> route.equals(POST) ? Fault.GARBAGE : Fault.NONE;

        var images = rig.images(Commissions.job(1));
        assertThat(((GeneratedImage.Unsized) images.get(0).content()).file()).startsWith('<');

        assertThat(rig.refusal(Commissions.job(2))).isInstanceOf(Failure.class);
    }
}
