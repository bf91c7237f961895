package dev.likeness.generation.comfyui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.error.BackendUnavailable;
import dev.likeness.generation.Progress;
import dev.likeness.remote.RequestHeader;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

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
            assertThat(farm.failure(Jobs.photo(1)))
                    .isInstanceOf(BackendUnavailable.class)
                    .hasMessageMatching("No server can make this picture at present; try again in [0-9]+ s");
            assertThat(farm.client().condition().ready()).isFalse();
            farm.server(0).inventory().with("KSampler");
            FakeComfy.await("it to be ready", () -> farm.client().condition().ready());
            assertThat(farm.images(Jobs.photo(1))).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_python_writes_and_json_has_not_makes_nothing_else_unreadable(Era era) throws Exception {
        try (Farm farm = new Farm(1, "call-timeout", "1m", "lost-after", "1m", "cancel-timeout", "1m")) {
            farm.server(0).era(era).notNumbers();
            farm.server(0).foreignJob(JobScript.normal());
            farm.started();

            // Its messages, its history, and the queue that is asked when the socket is gone.
            farm.server(0).nextJob(JobScript.normal(), JobScript.normal().dropSocketAt(Moment.SAMPLING));
            assertThat(farm.images(Jobs.photo(2))).hasSize(2);

            farm.server(0).nextJob(JobScript.normal().neverEnds());
            Run run = farm.run(Jobs.photo(1));
            FakeComfy.await("the job to run", () -> !farm.server(0).isIdle());
            run.cancel();
            farm.awaitIdle();
            assertThat(farm.prompts()).isEqualTo(3);
        }
    }

    @Test
    void progress_that_is_no_number_is_left_out() throws Exception {
        try (Farm farm = new Farm(1, "ping-interval", "1h", "silence-timeout", "1h").started()) {
            Gate gate = new Gate();
            farm.server(0).nextJob(JobScript.normal().steps(2).holdAt(Moment.STARTED, gate));
            Run run = farm.run(Jobs.photo(1));
            gate.awaitReached();
            for (String number : List.of("NaN", "Infinity", "-Infinity", "1e999", "\"2\"")) {
                farm.server(0).sendToAll("{\"type\":\"progress\",\"data\":{\"value\":1,\"max\":" + number + "}}");
                farm.server(0).sendToAll("{\"type\":\"progress\",\"data\":{\"value\":" + number + ",\"max\":30}}");
                farm.server(0)
                        .sendToAll("{\"type\":\"status\",\"data\":{\"status\":{\"exec_info\":{\"queue_remaining\":"
                                + number + "}}}}");
            }
            gate.open();
            run.awaitEnd();
            assertThat(run.images()).isEqualTo(1);
            assertThat(run.events())
                    .filteredOn(Progress.class::isInstance)
                    .containsExactly(new Progress(0, 1, 2), new Progress(0, 2, 2));
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
    void every_request_carries_all_headers_that_its_server_wants_and_no_other_server_gets_them() throws Exception {
        try (FakeComfy guarded = FakeComfy.start();
                FakeComfy other = FakeComfy.start();
                Farm farm = new Farm(
                                0,
                                "urls",
                                guarded.url() + "," + other.url(),
                                "logins.id.url",
                                guarded.url(),
                                "logins.id.header",
                                "CF-Access-Client-Id",
                                "logins.id.value",
                                "abc.access",
                                "logins.secret.url",
                                guarded.url(),
                                "logins.secret.header",
                                "CF-Access-Client-Secret",
                                "logins.secret.value",
                                "s3cret",
                                "logins.token.url",
                                guarded.url(),
                                "logins.token.authorization",
                                "Bearer token")
                        .started()) {
            FakeComfy.await("both to be ready", () -> farm.client().condition().remarks().values().stream()
                    .allMatch("ready"::equals));
            assertThat(farm.images(Jobs.photo(4))).hasSize(4);

            assertThat(guarded.journal().requests("/ws")).isNotEmpty();
            assertThat(guarded.journal().requests()).allSatisfy(request -> assertThat(request.headers())
                    .containsEntry("cf-access-client-id", "abc.access")
                    .containsEntry("cf-access-client-secret", "s3cret")
                    .containsEntry("authorization", "Bearer token"));
            assertThat(other.journal().requests()).isNotEmpty().allSatisfy(request -> assertThat(request.headers())
                    .doesNotContainKeys("cf-access-client-id", "cf-access-client-secret", "authorization"));
            assertThat(farm.client().condition().remarks().toString()).doesNotContain("s3cret");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://gpu1, http://gpu1:8188, true",
        "http://gpu1:8188/, http://GPU1:8188/comfy, true",
        "http://gpu1:8188/comfy, http://gpu1:8188/comfy/, true",
        "http://gpu1, http://gpu10:8188, false",
        "http://gpu1, http://gpu1.elsewhere.example, false",
        "http://gpu1:81, http://gpu1:8188, false",
        "http://gpu1:8188, https://gpu1:8188, false",
        "http://gpu1/comfy, http://gpu1/comfy2, false",
        "http://gpu1/comfy, http://gpu1, false",
        "http://gpu1:80, http://gpu1, true",
        "http://comfy_ui, http://comfy_ui:8188, true",
        "http://comfy_ui:81, http://comfy_ui:8188, false",
    })
    void a_login_is_for_servers_of_its_scheme_host_port_and_path(URI login, URI server, boolean isFor) {
        assertThat(new Login(login, new RequestHeader("Authorization", "Bearer secret")).isFor(server))
                .isEqualTo(isFor);
    }

    @ParameterizedTest
    @CsvSource({
        "header, X-Token",
        "value, secret",
        "header, Host",
        "header, a b",
    })
    void a_login_that_is_no_header_is_refused_by_its_key_and_not_repeated(String key, String value) {
        assertThatThrownBy(() -> new Farm(
                        0,
                        "urls",
                        "http://127.0.0.1:1",
                        "logins.gpu.url",
                        "http://127.0.0.1",
                        "logins.gpu." + key,
                        value,
                        key.equals("header") && !value.equals("X-Token") ? "logins.gpu.value" : "ping-interval",
                        key.equals("header") && !value.equals("X-Token") ? "secret" : "1s"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("likeness.comfyui.logins.gpu")
                .hasMessageNotContaining("secret");
    }

    /** One on Windows beside one on Linux. */
    @Test
    void a_model_file_is_the_same_whatever_separates_its_folders() throws Exception {
        String file = "instantid/diffusion_pytorch_model.safetensors";
        try (Farm farm = new Farm(2)) {
            farm.server(0).inventory().removeModel(file).addModel("controlnet", file.replace('/', '\\'));
            farm.started();
            FakeComfy.await("both to be ready", () -> farm.client().condition().remarks().values().stream()
                    .allMatch("ready"::equals));
            assertThat(farm.images(Jobs.photo(4))).hasSize(4);
            for (FakeComfy server : farm.servers()) {
                assertThat(server.journal().prompts()).isNotEmpty();
                assertThat(server.journal().graphProblems()).isEmpty();
            }
        }
    }

    @Test
    void a_file_that_is_configured_with_backslashes_is_found_at_any_server() throws Exception {
        try (Farm farm =
                new Farm(1, "sdxl.instantid-controlnet", "instantid\\diffusion_pytorch_model.safetensors").started()) {
            assertThat(farm.images(Jobs.photo(1))).hasSize(1);
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
        Address address = Address.of(
                "key", URI.create("http://me:secret@gpu:8188/comfy/"), Map.of("authorization", "Bearer other"));
        assertThat(address.headers()).isEqualTo(Map.of("authorization", "Basic bWU6c2VjcmV0"));
        assertThat(address).hasToString("http://gpu:8188/comfy");
    }

    /** As Compose calls a service, and nginx an upstream. */
    @Test
    void a_host_may_have_an_underscore() {
        Address address = Address.of("key", URI.create("http://me:secret@comfy_ui:8188/a_b/"), Map.of());

        assertThat(address.host()).isEqualTo("comfy_ui");
        assertThat(address.headers()).isEqualTo(Map.of("Authorization", "Basic bWU6c2VjcmV0"));
        assertThat(address).hasToString("http://comfy_ui:8188/a_b");
    }

    @Test
    void what_is_no_address_is_refused_by_its_key_and_not_repeated() {
        for (String wrong :
                new String[] {"ftp://me:secret@host", "host:8188", "http://me:secret@host?x=1", "http:///x"}) {
            assertThatThrownBy(() -> Address.of("likeness.comfyui.urls", URI.create(wrong), Map.of()))
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
                        .anyMatch(prompt -> request.path().endsWith(prompt.promptId())
                                || request.body().at("/delete/0").asText().equals(prompt.promptId())));
                assertThat(journal.requests("/view")).hasSameSizeAs(journal.prompts());
                assertThat(journal.graphProblems()).isEmpty();
            }
        }
    }
}
