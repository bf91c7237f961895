package dev.likeness.generation.comfyui;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;

/** The routes that take pictures in and give them out. */
final class FakePictures {

    /** Of {@link JobScript.Transfer#SLOW}: 64 pieces, one every 10 ms. */
    private static final int PIECES = 64;

    private static final long BETWEEN_PIECES_MILLIS = 10;

    private final FakeProcess process;

    FakePictures(FakeProcess process) {
        this.process = process;
    }

    void upload(Exchange exchange) {
        HttpServerRequest request = exchange.request;
        request.setExpectMultipart(true);
        Buffer image = Buffer.buffer();
        String[] filename = {null};
        request.uploadHandler(part -> {
            if (part.name().equals("image")) {
                filename[0] = part.filename();
                part.handler(image::appendBuffer);
            } else {
                part.handler(ignored -> {});
            }
        });
        request.endHandler(end -> {
            if (image.length() > process.maxBody) {
                exchange.text(413, "Maximum request body size " + process.maxBody + " exceeded");
            } else if (filename[0] == null || filename[0].isEmpty()) {
                exchange.empty(400);
            } else {
                store(exchange, filename[0], image.getBytes());
            }
        });
    }

    private void store(Exchange exchange, String filename, byte[] image) {
        String type = formValue(exchange, "type", "input");
        String subfolder = formValue(exchange, "subfolder", "");
        if (subfolder.contains("..") || filename.contains("..")) {
            exchange.empty(400);
            return;
        }
        String asked = formValue(exchange, "overwrite", "");
        boolean overwrite = asked.equals("true") || asked.equals("1");
        String name = type.equals("input")
                ? process.storeInput(subfolder, filename, image, overwrite)
                : type.equals("temp")
                        ? process.storeTemporarily(subfolder, filename, image, overwrite)
                        : process.files().upload(type, subfolder, filename, image, overwrite);
        process.journal().uploaded(new Journal.Uploaded(name, subfolder, type, image));
        exchange.json(
                200,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("name", name)
                        .put("subfolder", subfolder)
                        .put("type", type));
    }

    private static String formValue(Exchange exchange, String name, String otherwise) {
        String value = exchange.request.getFormAttribute(name);
        return value == null ? otherwise : value;
    }

    void view(Exchange exchange) {
        String name = exchange.request.getParam("filename");
        if (name == null) {
            exchange.empty(404);
            return;
        }
        if (name.isEmpty() || name.startsWith("/") || name.contains("..")) {
            exchange.empty(400);
            return;
        }
        String type = exchange.request.getParam("type", "output");
        String subfolder = exchange.request.getParam("subfolder", "");
        process.files()
                .find(type, subfolder, name)
                .ifPresentOrElse(file -> send(exchange, name, file), () -> exchange.empty(404));
    }

    private void send(Exchange exchange, String name, FakeFiles.Stored file) {
        if (!exchange.open()) {
            return;
        }
        HttpServerResponse response = exchange.response();
        response.putHeader("Content-Type", name.endsWith(".png") ? "image/png" : "application/octet-stream");
        response.putHeader("Content-Disposition", "filename=\"" + name + "\"");
        Buffer bytes = Buffer.buffer(file.bytes());
        switch (file.transfer()) {
            case WHOLE -> response.end(bytes);
            case SLOW -> {
                response.putHeader("Content-Length", String.valueOf(bytes.length()));
                piece(response, bytes, 0);
            }
            case CUT -> {
                half(response, bytes);
                process.vertx()
                        .setTimer(BETWEEN_PIECES_MILLIS, timer -> ((ConnectionBase) exchange.request.connection())
                                .channel()
                                .close());
            }
            case STALLED -> half(response, bytes);
        }
    }

    private static void half(HttpServerResponse response, Buffer bytes) {
        response.putHeader("Content-Length", String.valueOf(bytes.length()));
        response.write(bytes.getBuffer(0, bytes.length() / 2));
    }

    private void piece(HttpServerResponse response, Buffer bytes, int from) {
        if (response.closed()) {
            return;
        }
        int to = Math.min(bytes.length(), from + bytes.length() / PIECES + 1);
        if (to == bytes.length()) {
            response.end(bytes.getBuffer(from, to));
            return;
        }
        response.write(bytes.getBuffer(from, to));
        process.vertx().setTimer(BETWEEN_PIECES_MILLIS, timer -> piece(response, bytes, to));
    }
}
