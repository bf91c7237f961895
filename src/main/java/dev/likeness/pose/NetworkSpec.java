package dev.likeness.pose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a network takes and gives; checked when it is loaded.
 *
 * @param input the one input
 * @param outputs in the order in which their values are handed out
 */
record NetworkSpec(Tensor input, List<Tensor> outputs) {

    /** A length that the specification, or the network, leaves open. */
    static final long ANY = -1;

    /** What the network really takes and gives, with its own names and shapes; empty when it is another network. */
    Optional<NetworkSpec> found(Collection<Tensor> foundInputs, Collection<Tensor> foundOutputs) {
        if (foundInputs.size() != 1 || foundOutputs.size() != outputs.size()) {
            return Optional.empty();
        }
        Tensor foundInput = foundInputs.iterator().next();
        List<Tensor> inOrder = new ArrayList<>();
        for (Tensor output : outputs) {
            foundOutputs.stream().filter(output::admits).findFirst().ifPresent(inOrder::add);
        }
        return input.admits(foundInput) && inOrder.size() == outputs.size()
                ? Optional.of(new NetworkSpec(foundInput, inOrder))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return "input " + input + " and "
                + outputs.stream()
                        .map(Tensor::toString)
                        .collect(Collectors.joining(", ", outputs.size() == 1 ? "output " : "outputs ", ""));
    }

    /**
     * A tensor as a network declares it, or as it has to.
     *
     * @param names the usual one first, then others that go about for it
     * @param type name of the runtime's element type; a word and not its enum, which must not be initialised when a
     *     native image is built
     * @param shape {@link #ANY} where the length is open
     */
    record Tensor(List<String> names, String type, long... shape) {

        Tensor(String name, String type, long... shape) {
            this(List.of(name), type, shape);
        }

        String name() {
            return names.get(0);
        }

        /** Whether a network that has the other one will do. */
        boolean admits(Tensor other) {
            if (!names.contains(other.name()) || !type.equals(other.type) || shape.length != other.shape.length) {
                return false;
            }
            for (int i = 0; i < shape.length; i++) {
                if (shape[i] != ANY && other.shape[i] != ANY && shape[i] != other.shape[i]) {
                    return false;
                }
            }
            return true;
        }

        /** The length along that side, or another one where it is open. */
        int length(int side, int otherwise) {
            return shape[side] == ANY ? otherwise : Math.toIntExact(shape[side]);
        }

        @Override
        public String toString() {
            return String.join(" or ", names) + " " + type
                    + Arrays.toString(shape).replace("-1", "?");
        }
    }
}
