package dev.likeness.generation.comfyui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.error.BackendUnavailable;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which server gets a job. */
class ServersTest {

    @Test
    void a_server_without_a_node_or_a_model_gets_no_jobs_and_what_it_lacks_is_named() throws Exception {
        try (Farm farm = new Farm(2)) {
            farm.server(0).inventory().without("InstantIDModelLoader").removeModel("sd_xl_base_1.0.safetensors");
            farm.started();
            FakeComfy.await(
                    "both to be known",
                    () -> farm.client().condition().remarks().containsValue("ready"));
            FakeComfy.await("what is missing", () -> farm.client()
                    .condition()
                    .remarks()
                    .get(farm.server(0).url())
                    .contains("InstantIDModelLoader"));
            assertThat(farm.client().condition().remarks().get(farm.server(0).url()))
                    .contains("sd_xl_base_1.0.safetensors");
            assertThat(farm.images(Jobs.photo(2))).hasSize(2);
            assertThat(farm.server(0).journal().prompts()).isEmpty();
        }
    }

    @Test
    void a_server_is_ready_once_what_it_lacked_is_there() throws Exception {
        try (Farm farm = new Farm(1)) {
            farm.server(0).inventory().without("KSampler");
            farm.start();
            assertThat(farm.failure(Jobs.photo(1))).isInstanceOf(BackendUnavailable.class);
            assertThat(farm.client().condition().ready()).isFalse();
            farm.server(0).inventory().with("KSampler");
            FakeComfy.await("it to be ready", () -> farm.client().condition().ready());
            assertThat(farm.images(Jobs.photo(1))).hasSize(1);
        }
    }

    @Test
    void a_job_goes_where_least_is_to_do() throws Exception {
        try (Farm farm = new Farm(2)) {
            Gate gate = new Gate();
            farm.server(0).foreignJob(JobScript.normal().holdAt(Moment.STARTED, gate));
            farm.started();
            assertThat(farm.images(Jobs.photo(1))).hasSize(1);
            assertThat(farm.server(1).journal().prompts()).hasSize(1);
            gate.open();
        }
    }

    @Test
    void a_server_makes_a_first_picture_before_it_is_ready() throws Exception {
        try (Farm farm = new Farm(1, "warm-up", "true")) {
            Gate gate = new Gate();
            farm.server(0).nextJob(JobScript.normal().holdAt(Moment.SAMPLING, gate));
            farm.start();
            gate.awaitReached();
            assertThat(farm.client().condition().ready()).isFalse();
            gate.open();
            assertThat(farm.images(Jobs.photo(1))).hasSize(1);
            assertThat(farm.prompts()).isEqualTo(2);
            assertThat(farm.server(0).journal().graphProblems()).isEmpty();
        }
    }

    @Test
    void a_server_that_cannot_make_a_first_picture_is_ready_all_the_same() throws Exception {
        try (Farm farm = new Farm(1, "warm-up", "true")) {
            farm.server(0).nextJob(JobScript.normal().noFace());
            farm.started();
            assertThat(farm.images(Jobs.photo(1))).hasSize(1);
        }
    }

    @Test
    void a_server_has_one_job_at_a_time() throws Exception {
        try (Farm farm = new Farm(1).started()) {
            Gate gate = new Gate();
            farm.server(0).nextJob(JobScript.normal().holdAt(Moment.SAMPLING, gate));
            Run run = farm.run(Jobs.photo(3));
            gate.awaitReached();
            FakeComfy.await("the others to wait", () -> farm.client().jobs() == 3);
            assertThat(farm.server(0).journal().prompts()).hasSize(1);
            gate.open();
            run.awaitEnd();
            assertThat(run.images()).isEqualTo(3);
        }
    }

    @Test
    void a_server_has_as_many_jobs_as_it_may() throws Exception {
        try (Farm farm = new Farm(1, "jobs-per-server", "2").started()) {
            Gate gate = new Gate();
            farm.server(0).nextJob(JobScript.normal().holdAt(Moment.SAMPLING, gate));
            Run run = farm.run(Jobs.photo(2));
            FakeComfy.await("both", () -> farm.server(0).journal().prompts().size() == 2);
            gate.open();
            run.awaitEnd();
            assertThat(run.images()).isEqualTo(2);
        }
    }

    @Test
    void a_server_that_is_away_is_passed_over() throws Exception {
        try (Farm farm = new Farm(2, "probe-interval", "1h").started()) {
            farm.server(0).stop();
            assertThat(farm.images(Jobs.photo(4))).hasSize(4);
            assertThat(farm.server(1).journal().prompts()).hasSize(4);
            farm.server(0).startAgain();
        }
    }

    @Test
    void a_server_that_comes_back_gets_jobs_again() throws Exception {
        try (Farm farm = new Farm(1).started()) {
            farm.server(0).stop();
            FakeComfy.await("it to be missed", () -> !farm.client().condition().ready());
            assertThat(farm.failure(Jobs.photo(1))).isInstanceOf(BackendUnavailable.class);
            farm.server(0).startAgain();
            FakeComfy.await("it to be seen", () -> farm.client().condition().ready());
            assertThat(farm.images(Jobs.photo(1))).hasSize(1);
        }
    }

    @Test
    void a_job_before_the_first_look_waits_for_it() throws Exception {
        try (Farm farm = new Farm(1)) {
            Run run = farm.run(Jobs.photo(1));
            farm.start();
            run.awaitEnd();
            assertThat(run.images()).isEqualTo(1);
        }
    }

    @Test
    void every_request_carries_its_servers_authorization() throws Exception {
        try (Farm farm =
                new Farm(1, "logins.gpu.url", "http://127.0.0.1", "logins.gpu.authorization", "Bearer secret")) {
            farm.server(0).requireAuthorization("Bearer secret");
            farm.started();
            assertThat(farm.images(Jobs.photo(1))).hasSize(1);
            assertThat(farm.server(0).journal().requests())
                    .allSatisfy(request -> assertThat(request.headers()).containsValue("Bearer secret"));
        }
    }

    @Test
    void all_addresses_of_a_name_are_servers() throws Exception {
        try (FakeComfy server = FakeComfy.start();
                Farm farm = new Farm(0, "urls", "http://unused:" + server.port(), "dns-name", "localhost").started()) {
            assertThat(farm.images(Jobs.photo(1))).hasSize(1);
            assertThat(server.journal().prompts()).hasSize(1);
        }
    }

    @Test
    void a_user_in_an_address_becomes_basic_auth_and_is_not_shown() {
        Address address =
                Address.of("key", URI.create("http://me:secret@gpu:8188/comfy/"), Optional.of("Bearer other"));
        assertThat(address.authorization()).contains("Basic bWU6c2VjcmV0");
        assertThat(address).hasToString("http://gpu:8188/comfy");
    }

    /** As Compose calls a service, and nginx an upstream. */
    @Test
    void a_host_may_have_an_underscore() {
        Address address = Address.of("key", URI.create("http://me:secret@comfy_ui:8188/a_b/"), Optional.empty());

        assertThat(address.host()).isEqualTo("comfy_ui");
        assertThat(address.authorization()).contains("Basic bWU6c2VjcmV0");
        assertThat(address).hasToString("http://comfy_ui:8188/a_b");
    }

    @Test
    void what_is_no_address_is_refused_by_its_key_and_not_repeated() {
        for (String wrong :
                new String[] {"ftp://me:secret@host", "host:8188", "http://me:secret@host?x=1", "http:///x"}) {
            assertThatThrownBy(() -> Address.of("likeness.comfyui.urls", URI.create(wrong), Optional.empty()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("likeness.comfyui.urls")
                    .hasMessageNotContaining("secret");
        }
    }

    /** Behind one name may be many; what is asked for a job is asked where the job is. */
    @Test
    void a_job_keeps_to_its_server_for_everything() throws Exception {
        try (Farm farm = new Farm(3).started()) {
            assertThat(farm.images(Jobs.photo(4))).hasSize(4);
            assertThat(farm.images(Jobs.photo(4))).hasSize(4);
            for (FakeComfy server : farm.servers()) {
                Journal journal = server.journal();
                assertThat(journal.prompts()).isNotEmpty();
                assertThat(journal.requests("/ws"))
                        .extracting(request -> request.query().get("clientId"))
                        .containsExactlyInAnyOrderElementsOf(journal.prompts().stream()
                                .map(Journal.Submitted::clientId)
                                .toList());
                assertThat(journal.requests("/history")).isNotEmpty().allSatisfy(request -> assertThat(
                                journal.prompts())
                        .anyMatch(prompt -> request.path().endsWith(prompt.promptId())));
                assertThat(journal.requests("/view")).hasSameSizeAs(journal.prompts());
                assertThat(journal.graphProblems()).isEmpty();
            }
        }
    }
}
