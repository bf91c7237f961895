package dev.likeness.pose;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A network of a few operators, written as an ONNX file (protocol buffers, by the field numbers of onnx.proto): what it
 * computes from a picture is known, so tests of what surrounds it need no weights.
 */
final class OnnxGraph {

    /** Element types of tensors, as TensorProto.DataType numbers them. */
    enum Type {
        FLOAT(1),
        INT32(6);

        private final int number;

        Type(int number) {
            this.number = number;
        }
    }

    private static final int INT64 = 7;

    /** What ONNX Runtime 1.14 and later read. */
    private static final int IR_VERSION = 8;

    private static final int OPERATORS_VERSION = 13;

    private final Message graph = new Message().text(2, "graph");

    /** @param shape -1 where the length is open */
    OnnxGraph input(String name, Type type, long... shape) {
        graph.message(11, value(name, type, shape));
        return this;
    }

    OnnxGraph output(String name, long... shape) {
        graph.message(12, value(name, Type.FLOAT, shape));
        return this;
    }

    /** An output that is no tensor: a list of them. */
    OnnxGraph listOutput(String name) {
        return listOutput(name, new Message().message(1, new Message().number(1, Type.FLOAT.number)));
    }

    /** As scikit-learn's classifiers have it: from each line of a tensor, what it says by the number of the class. */
    OnnxGraph classesOutput(String input, String name, long classes) {
        Message node =
                new Message().text(1, input).text(2, name).text(4, "ZipMap").text(7, "ai.onnx.ml");
        long[] numbers = LongStream.range(0, classes).toArray();
        graph.message(
                1, node.message(5, Attribute.list("classlabels_int64s", numbers).message()));
        Message scores = new Message().message(1, new Message().number(1, Type.FLOAT.number));
        return listOutput(
                name, new Message().message(5, new Message().number(1, INT64).message(2, scores)));
    }

    private OnnxGraph listOutput(String name, Message item) {
        Message list = new Message().message(4, new Message().message(1, item));
        graph.message(12, new Message().text(1, name).message(2, list));
        return this;
    }

    OnnxGraph constant(String name, float[] values, long... shape) {
        ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        graph.message(5, tensor(name, Type.FLOAT.number, shape).bytes(9, raw.array()));
        return this;
    }

    /** For operators that take a shape or a list of positions as an input. */
    OnnxGraph positions(String name, long... values) {
        ByteBuffer raw = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asLongBuffer().put(values);
        graph.message(5, tensor(name, INT64, values.length).bytes(9, raw.array()));
        return this;
    }

    OnnxGraph node(String operator, List<String> inputs, String output, Attribute... attributes) {
        Message node = new Message();
        inputs.forEach(input -> node.text(1, input));
        node.text(2, output).text(4, operator);
        for (Attribute attribute : attributes) {
            node.message(5, attribute.message());
        }
        graph.message(1, node);
        return this;
    }

    record Attribute(String name, boolean list, long... values) {

        static Attribute of(String name, long value) {
            return new Attribute(name, false, value);
        }

        static Attribute list(String name, long... values) {
            return new Attribute(name, true, values);
        }

        private Message message() {
            Message message = new Message().text(1, name);
            for (long value : values) {
                message.number(list ? 8 : 3, value);
            }
            return message.number(20, list ? 7 : 2);
        }
    }

    byte[] bytes() {
        return new Message()
                .number(1, IR_VERSION)
                .message(7, graph)
                .message(8, new Message().text(1, "").number(2, OPERATORS_VERSION))
                .message(8, new Message().text(1, "ai.onnx.ml").number(2, 1))
                .bytes();
    }

    Path write(Path file) {
        try {
            return Files.write(file, bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Message tensor(String name, int type, long... shape) {
        Message tensor = new Message();
        for (long length : shape) {
            tensor.number(1, length);
        }
        return tensor.number(2, type).text(8, name);
    }

    private static Message value(String name, Type type, long... shape) {
        Message lengths = new Message();
        for (int i = 0; i < shape.length; i++) {
            // Open lengths of one name would have to be equal.
            lengths.message(1, shape[i] < 0 ? new Message().text(2, "n" + i) : new Message().number(1, shape[i]));
        }
        Message tensor = new Message().number(1, type.number).message(2, lengths);
        return new Message().text(1, name).message(2, new Message().message(1, tensor));
    }

    /** A message of protocol buffers: fields by number, varints or bytes. */
    private static final class Message {

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Message number(int field, long value) {
            varint((long) field << 3);
            varint(value);
            return this;
        }

        Message bytes(int field, byte[] value) {
            varint((long) field << 3 | 2);
            varint(value.length);
            out.writeBytes(value);
            return this;
        }

        Message text(int field, String value) {
            return bytes(field, value.getBytes(StandardCharsets.UTF_8));
        }

        Message message(int field, Message value) {
            return bytes(field, value.bytes());
        }

        byte[] bytes() {
            return out.toByteArray();
        }

        private void varint(long value) {
            long rest = value;
            while ((rest & ~0x7fL) != 0) {
                out.write((int) (rest & 0x7f | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }
    }
}
