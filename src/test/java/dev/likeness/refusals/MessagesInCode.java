package dev.likeness.refusals;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The messages that the sources refuse a picture, a URL or a server with, read from the sources by the compiler's own parser.
 * What is only known at run time is an ellipsis: {@code its host answers with status …}.
 */
final class MessagesInCode {

    static final String UNKNOWN = "…";

    private final SortedSet<String> messages = new TreeSet<>();

    private MessagesInCode() {}

    /** Of all sources below the folder. */
    static SortedSet<String> below(Path folder) throws IOException {
        List<Path> sources;
        try (Stream<Path> files = Files.walk(folder)) {
            sources = files.filter(file -> file.toString().endsWith(".java")).toList();
        }
        var compiler = ToolProvider.getSystemJavaCompiler();
        MessagesInCode found = new MessagesInCode();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(sources));
            for (CompilationUnitTree unit : task.parse()) {
                unit.accept(new Calls(found), null);
            }
        }
        return found.messages;
    }

    private void add(String around, Tree message) {
        for (String text : texts(message)) {
            // A message that is all unknown is another one's, handed on.
            if (!text.replace(UNKNOWN, "").isBlank()) {
                messages.add(around.replace("{}", text).strip());
            }
        }
    }

    /** All that an expression may come to: both sides of a choice. */
    private static List<String> texts(Tree expression) {
        if (expression instanceof LiteralTree literal) {
            return List.of(literal.getValue() instanceof String text ? text : UNKNOWN);
        }
        if (expression instanceof ParenthesizedTree inner) {
            return texts(inner.getExpression());
        }
        if (expression instanceof ConditionalExpressionTree choice) {
            List<String> both = new ArrayList<>(texts(choice.getTrueExpression()));
            both.addAll(texts(choice.getFalseExpression()));
            return both;
        }
        if (expression instanceof BinaryTree sum && sum.getKind() == Tree.Kind.PLUS) {
            List<String> all = new ArrayList<>();
            for (String left : texts(sum.getLeftOperand())) {
                for (String right : texts(sum.getRightOperand())) {
                    all.add((left + right).replace(UNKNOWN + UNKNOWN, UNKNOWN));
                }
            }
            return all;
        }
        if (expression instanceof MethodInvocationTree call
                && call.getMethodSelect().toString().equals("String.format")) {
            ExpressionTree format = call.getArguments()
                    .get(call.getArguments().get(0).toString().startsWith("Locale") ? 1 : 0);
            return texts(format).stream()
                    .map(text -> text.replaceAll("%[0-9.,]*[a-zA-Z]", UNKNOWN))
                    .toList();
        }
        if (expression instanceof MethodInvocationTree call
                && call.getMethodSelect().toString().endsWith(".formatted")) {
            ExpressionTree receiver = ((com.sun.source.tree.MemberSelectTree) call.getMethodSelect()).getExpression();
            return texts(receiver).stream()
                    .map(text -> text.replaceAll("%[0-9.,]*[a-zA-Z]", UNKNOWN))
                    .toList();
        }
        return List.of(UNKNOWN);
    }

    /** The places where refusals are made. */
    private static final class Calls extends TreeScanner<Void, Void> {

        private final MessagesInCode found;

        Calls(MessagesInCode found) {
            this.found = found;
        }

        @Override
        public Void visitNewClass(NewClassTree made, Void nothing) {
            switch (made.getIdentifier().toString()) {
                case "Refusal", "NoFace", "NoPerson", "BackendFailed", "BackendUnavailable", "BackendTimeout" -> {
                    if (!made.getArguments().isEmpty()) {
                        found.add("{}", made.getArguments().get(0));
                    }
                }
                default -> {}
            }
            return super.visitNewClass(made, nothing);
        }

        @Override
        public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
            List<? extends ExpressionTree> arguments = call.getArguments();
            switch (call.getMethodSelect().toString()) {
                case "Refusal.damaged" -> found.add("the file is damaged ({})", arguments.get(0));
                case "Refusal.unsupported" -> found.add("{}; send PNG, JPEG or WebP", arguments.get(0));
                case "InvalidRequest.image", "InvalidRequest.unreachable" -> found.add("{}", arguments.get(1));
                default -> {}
            }
            return super.visitMethodInvocation(call, nothing);
        }
    }

    public static void main(String[] arguments) throws IOException {
        below(Path.of("src/main/java")).forEach(System.out::println);
    }
}
