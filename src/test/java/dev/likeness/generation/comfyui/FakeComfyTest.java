package dev.likeness.generation.comfyui;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The fake keeps the real server's protocol; {@code docs/comfyui-real-server.md} says how the two are compared. */
class FakeComfyTest {

    private final FakeComfy comfy = FakeComfy.start();
    private final Client client = new Client(comfy.url());
    private final String id = UUID.randomUUID().toString();

    @AfterEach
    void close() {
        comfy.close();
    }

    @Test
    void a_job_sends_its_messages_in_the_servers_order() throws Exception {
        comfy.era(Era.TARGETED_INTERRUPT);
        Client.Socket socket = client.connect("me");
        assertThat(socket.next().type()).isEqualTo("status");

        client.submit(SampleGraphs.small(), id, "me");

        List<String> types = new ArrayList<>();
        Client.Socket.Message message = socket.next();
        while (!(message.type().equals("executing")
                && message.data().path("node").isNull())) {
            types.add(message.type());
            message = socket.next();
        }
        assertThat(types)
                .containsSubsequence(
                        "status",
                        "execution_start",
                        "execution_cached",
                        "executing",
                        "progress_state",
                        "progress",
                        "binary 1");
        assertThat(types).containsSubsequence("binary 1", "executed", "execution_success", "status");
        assertThat(types.stream().filter("progress"::equals)).hasSize(3);
    }

    @Test
    void the_history_is_empty_until_the_job_is_over_and_then_names_its_picture() throws Exception {
        Gate gate = new Gate();
        comfy.nextJob(JobScript.normal().holdAt(Moment.SUCCEEDED, gate));
        client.submit(SampleGraphs.upscaled(100, 80), id, "me");
        gate.awaitReached();
        assertThat(client.json("/history/" + id)).isEmpty();

        gate.open();
        comfy.awaitIdle();

        JsonNode entry = client.json("/api/history/" + id).path(id);
        assertThat(entry.at("/status/status_str").asText()).isEqualTo("success");
        JsonNode image = entry.at("/outputs/70/images/0");
        byte[] png = client.get("/view?filename=" + image.path("filename").asText() + "&subfolder=likeness&type=output")
                .body();
        assertThat(ByteBuffer.wrap(png).getInt(16)).isEqualTo(100);
        assertThat(ByteBuffer.wrap(png).getInt(20)).isEqualTo(80);
        assertThat(new String(png, java.nio.charset.StandardCharsets.ISO_8859_1))
                .contains("tEXtprompt");
    }

    @Test
    void a_late_history_is_empty_for_as_many_reads_as_it_was_told() throws Exception {
        comfy.nextJob(JobScript.normal().historyAfterReads(2));
        Client.Socket socket = client.connect("me");
        client.submit(SampleGraphs.small(), id, "me");
        socket.next("execution_success");

        List<Integer> sizes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            sizes.add(client.json("/history/" + id).size());
        }

        assertThat(sizes).startsWith(0, 0);
        comfy.awaitIdle();
        assertThat(client.json("/history/" + id)).hasSize(1);
    }

    @Test
    void the_newest_servers_make_previews_only_for_prompts_that_ask_for_them() throws Exception {
        Client.Socket socket = client.connect("me");
        ObjectNode body = Client.JSON.createObjectNode().put("client_id", "me");
        body.set("prompt", SampleGraphs.small());
        client.post("/prompt", body);
        body.putObject("extra_data").put("preview_method", "auto");

        client.post("/prompt", body);

        List<String> types = new ArrayList<>();
        for (int ended = 0; ended < 2; ) {
            String type = socket.next().type();
            types.add(type);
            ended += type.equals("execution_success") ? 1 : 0;
        }
        assertThat(types.subList(0, types.indexOf("execution_success"))).doesNotContain("binary 1");
        assertThat(types).contains("binary 1");
    }

    @Test
    void a_half_open_socket_answers_no_ping_where_a_silent_one_does() throws Exception {
        Gate gate = new Gate();
        comfy.nextJob(
                JobScript.normal().silentFrom(Moment.STARTED),
                JobScript.normal().halfOpenFrom(Moment.STARTED).holdAt(Moment.SAMPLING, gate));
        Client.Socket socket = client.connect("me");
        client.submit(SampleGraphs.small(), id, "me");
        comfy.awaitIdle();
        socket.ping();
        FakeComfy.await("a pong", () -> socket.pongs() == 1);

        client.submit(SampleGraphs.small(), UUID.randomUUID().toString(), "me");
        gate.awaitReached();
        socket.ping();
        gate.open();
        comfy.awaitIdle();

        assertThat(socket.pongs()).isEqualTo(1);
    }

    @Test
    void the_stand_ins_of_the_real_server_have_the_same_models() throws Exception {
        List<String> here = new ArrayList<>();
        for (String folder : comfy.inventory().folders()) {
            comfy.inventory().models(folder).forEach(file -> here.add(folder + "/" + file));
        }

        assertThat(java.nio.file.Files.readAllLines(java.nio.file.Path.of("src/test/comfyui/models.txt")))
                .containsExactlyInAnyOrderElementsOf(here);
    }

    @Test
    void previews_carry_metadata_for_a_client_that_understands_it() throws Exception {
        comfy.era(Era.TARGETED_INTERRUPT);
        Client.Socket socket = client.connect("me");
        socket.send("{\"type\":\"feature_flags\",\"data\":{\"supports_preview_metadata\":true}}");
        socket.next("feature_flags");

        client.submit(SampleGraphs.small(), id, "me");

        ByteBuffer frame = socket.next("binary 4").bytes();
        byte[] json = new byte[frame.getInt(4)];
        frame.get(8, json);
        assertThat(Client.JSON.readTree(json).path("prompt_id").asText()).isEqualTo(id);
        assertThat(frame.getShort(8 + json.length)).isEqualTo((short) 0xffd8);
    }

    @Test
    void one_job_runs_at_a_time_in_the_order_of_the_queue() throws Exception {
        Gate gate = new Gate();
        comfy.nextJob(JobScript.normal().holdAt(Moment.SAMPLING, gate));
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ids.add(UUID.randomUUID().toString());
            client.submit(SampleGraphs.small(), ids.get(i), "me");
        }
        gate.awaitReached();

        JsonNode queue = client.json("/queue");

        assertThat(queue.at("/queue_running/0/1").asText()).isEqualTo(ids.get(0));
        assertThat(queue.at("/queue_pending/0/1").asText()).isEqualTo(ids.get(1));
        assertThat(queue.at("/queue_pending/1/1").asText()).isEqualTo(ids.get(2));
        gate.open();
        comfy.awaitIdle();
        assertThat(comfy.journal().outcomes().values()).containsOnly(Journal.Outcome.SUCCESS);
    }

    @Test
    void a_missing_model_is_a_value_that_is_not_in_the_list() throws Exception {
        comfy.inventory().removeModel("sd_xl_base_1.0.safetensors");

        var answer = client.submit(SampleGraphs.small(), id, "me");

        assertThat(answer.statusCode()).isEqualTo(400);
        JsonNode body = Client.JSON.readTree(answer.body());
        assertThat(body.at("/error/type").asText()).isEqualTo("prompt_outputs_failed_validation");
        assertThat(body.at("/node_errors/1/errors/0/type").asText()).isEqualTo("value_not_in_list");
        assertThat(body.at("/node_errors/1/class_type").asText()).isEqualTo("CheckpointLoaderSimple");
        assertThat(body.at("/node_errors/1/dependent_outputs/0").asText()).isEqualTo("70");
        assertThat(comfy.isIdle()).isTrue();
    }

    @Test
    void a_missing_node_class_is_named_as_its_servers_age_has_it() throws Exception {
        comfy.inventory().without("KSampler");
        JsonNode newest = Client.JSON.readTree(
                client.submit(SampleGraphs.small(), id, "me").body());
        comfy.era(Era.TARGETED_INTERRUPT);
        JsonNode older = Client.JSON.readTree(
                client.submit(SampleGraphs.small(), id, "me").body());

        assertThat(newest.at("/error/type").asText()).isEqualTo("missing_node_type");
        assertThat(older.at("/error/type").asText()).isEqualTo("invalid_prompt");
        assertThat(older.at("/error/message").asText())
                .isEqualTo("Cannot execute because node KSampler does not exist.");
        assertThat(client.json("/object_info/KSampler")).isEmpty();
    }

    @Test
    void another_picture_of_the_same_name_is_stored_under_a_new_one() throws Exception {
        byte[] one = FakePng.of(8, 8, 1).bytes();
        byte[] two = FakePng.of(8, 8, 2).bytes();

        List<String> names = new ArrayList<>();
        for (byte[] picture : List.of(one, one, two)) {
            names.add(
                    client.upload("face.png", "likeness", picture).path("name").asText());
        }

        assertThat(names).containsExactly("face.png", "face.png", "face (1).png");
        assertThat(client.get("/view?filename=face%20(1).png&subfolder=likeness&type=input")
                        .body())
                .isEqualTo(two);
    }

    @Test
    void an_older_interrupt_ends_whatever_runs_a_newer_one_only_its_own() throws Exception {
        Gate gate = new Gate();
        String foreign = comfy.foreignJob(JobScript.normal().holdAt(Moment.STARTED, gate));
        gate.awaitReached();
        ObjectNode mine = Client.JSON.createObjectNode().put("prompt_id", id);

        client.post("/interrupt", mine);
        assertThat(comfy.queued()).containsExactly(foreign);
        comfy.era(Era.GLOBAL_INTERRUPT);
        client.post("/interrupt", mine);
        comfy.awaitIdle();

        assertThat(comfy.journal().foreignCancelled()).containsExactly(foreign);
        assertThat(client.json("/history/" + foreign)
                        .at("/" + foreign + "/status/messages/2/0")
                        .asText())
                .isEqualTo("execution_interrupted");
    }

    @Test
    void the_newest_cancel_takes_a_running_or_a_waiting_job_and_older_servers_do_not_know_it() throws Exception {
        String waiting = UUID.randomUUID().toString();
        Gate gate = new Gate();
        comfy.nextJob(JobScript.normal().neverEnds().holdAt(Moment.STARTED, gate));
        client.submit(SampleGraphs.small(), id, "me");
        client.submit(SampleGraphs.small(), waiting, "me");
        gate.awaitReached();
        JsonNode none = Client.JSON.createObjectNode();

        assertThat(new String(
                        client.post("/api/jobs/" + waiting + "/cancel", none).body()))
                .contains("true");
        assertThat(new String(client.post("/api/jobs/" + id + "/cancel", none).body()))
                .contains("true");
        comfy.awaitIdle();

        assertThat(client.json("/api/jobs/" + id).path("status").asText()).isEqualTo("cancelled");
        assertThat(client.get("/api/jobs/" + waiting).statusCode()).isEqualTo(404);
        assertThat(new String(client.post("/api/jobs/" + id + "/cancel", none).body()))
                .contains("false");
        comfy.era(Era.TARGETED_INTERRUPT);
        assertThat(client.post("/api/jobs/" + id + "/cancel", none).statusCode())
                .isEqualTo(405);
        assertThat(client.get("/api/jobs/" + id).statusCode()).isEqualTo(404);
    }

    @Test
    void an_interrupt_before_the_job_has_begun_is_forgotten() throws Exception {
        Gate gate = new Gate();
        comfy.nextJob(JobScript.normal().holdAt(Moment.TAKEN, gate));
        client.submit(SampleGraphs.small(), id, "me");
        gate.awaitReached();

        client.post("/interrupt", Client.JSON.createObjectNode().put("prompt_id", id));
        gate.open();
        comfy.awaitIdle();

        assertThat(comfy.journal().outcomes()).containsEntry(id, Journal.Outcome.SUCCESS);
    }

    @Test
    void a_restart_forgets_queue_and_history_and_keeps_the_files() throws Exception {
        client.upload("face.png", "", FakePng.of(8, 8, 1).bytes());
        client.submit(SampleGraphs.small(), id, "me");
        comfy.awaitIdle();
        String second = UUID.randomUUID().toString();
        comfy.nextJob(JobScript.normal().restartAt(Moment.SAMPLING));
        Client.Socket socket = client.connect("me");

        client.submit(SampleGraphs.small(), second, "me");
        socket.next("end");
        FakeComfy.await(
                "the server to be back", () -> comfy.journal().outcomes().containsKey(second));
        comfy.restart();

        assertThat(comfy.journal().outcomes()).containsEntry(second, Journal.Outcome.LOST);
        assertThat(client.json("/history")).isEmpty();
        assertThat(comfy.isIdle()).isTrue();
        assertThat(client.get("/view?filename=face.png&type=input").statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_failed_node_ends_the_job_with_its_exception() throws Exception {
        comfy.nextJob(JobScript.normal().outOfMemory());
        Client.Socket socket = client.connect("me");
        client.submit(SampleGraphs.small(), id, "me");

        JsonNode error = socket.next("execution_error").data();

        assertThat(error.path("node_type").asText()).isEqualTo("KSampler");
        assertThat(error.path("exception_type").asText()).isEqualTo("torch.OutOfMemoryError");
        comfy.awaitIdle();
        assertThat(client.json("/history/" + id)
                        .at("/" + id + "/status/status_str")
                        .asText())
                .isEqualTo("error");
    }

    @Test
    void a_silent_socket_says_nothing_more_while_the_job_goes_on() throws Exception {
        comfy.nextJob(JobScript.normal().silentFrom(Moment.STARTED));
        Client.Socket socket = client.connect("me");
        client.submit(SampleGraphs.small(), id, "me");
        socket.next("execution_start");

        comfy.awaitIdle();

        assertThat(socket.isQuiet()).isTrue();
        assertThat(client.json("/history/" + id)).hasSize(1);
    }

    @Test
    void a_lost_answer_has_been_carried_out_nonetheless() {
        comfy.faults().next("/prompt", Fault.loseAnswer());

        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> client.submit(SampleGraphs.small(), id, "me")))
                .isInstanceOf(java.io.IOException.class);
        comfy.awaitIdle();

        assertThat(comfy.journal().outcomes()).containsKey(id);
    }

    @Test
    void the_review_finds_what_the_server_lets_pass() throws Exception {
        ObjectNode graph = SampleGraphs.small();
        SampleGraphs.of(graph, "51").put("steps", "20").put("colour", "red");
        SampleGraphs.of(graph, "50").put("width", 61);

        assertThat(client.submit(graph, id, "me").statusCode()).isEqualTo(200);

        assertThat(comfy.journal().graphProblems())
                .anySatisfy(problem -> assertThat(problem).contains("steps"))
                .anySatisfy(problem -> assertThat(problem).contains("colour"))
                .anySatisfy(problem -> assertThat(problem).contains("steps of 8"))
                .hasSize(3);
    }
}
