package dev.likeness.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamsTest {

    private final EncodedImage first = image(0, 41, "the first picture");
    private final EncodedImage second = image(1, 42, "the second, \r\n--b- of other length");

    @Test
    void aReaderOfStreamsFindsThePicturesInTheZip() throws IOException {
        byte[] zip = join(ZipArchive.of(Multi.createFrom().items(first, second)));

        Map<String, byte[]> found = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry; (entry = in.getNextEntry()) != null; ) {
                found.put(entry.getName(), in.readAllBytes());
            }
        }

        assertThat(found).containsExactly(Map.entry("0.png", first.file()), Map.entry("1.png", second.file()));
    }

    @Test
    void aReaderOfTheDirectoryFindsThePicturesInTheZip(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("pictures.zip");
        Files.write(file, join(ZipArchive.of(Multi.createFrom().items(second, first))));

        try (ZipFile zip = new ZipFile(file.toFile())) {
            assertThat(zip.stream().map(ZipEntry::getName)).containsExactly("1.png", "0.png");
            assertThat(zip.stream().map(ZipEntry::getMethod)).containsOnly(ZipEntry.STORED);
            assertThat(zip.getInputStream(zip.getEntry("0.png")).readAllBytes()).isEqualTo(first.file());
            assertThat(zip.getInputStream(zip.getEntry("1.png")).readAllBytes()).isEqualTo(second.file());
        }
    }

    @Test
    void subscribingTwiceMakesTheSameArchiveTwice() throws IOException {
        Multi<byte[]> zip = ZipArchive.of(Multi.createFrom().items(first, second));

        assertThat(join(zip)).isEqualTo(join(zip));
    }

    @Test
    void aPictureIsFramedWhileTheNextOneIsStillMade() {
        for (boolean zip : new boolean[] {true, false}) {
            UnicastProcessor<EncodedImage> images = UnicastProcessor.create();
            AssertSubscriber<byte[]> out = (zip ? ZipArchive.of(images) : MultipartMixed.of(images, "b"))
                    .subscribe()
                    .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));

            images.onNext(first);

            assertThat(out.getItems()).hasSize(2);
            assertThat(out.getItems().get(1)).isSameAs(first.file());
        }
    }

    @Test
    void aFailureCutsTheArchiveOffWithoutAnEnd() {
        Multi<EncodedImage> images = Multi.createBy()
                .concatenating()
                .streams(Multi.createFrom().item(first), Multi.createFrom().failure(new IOException("gone")));

        for (Multi<byte[]> stream : List.of(ZipArchive.of(images), MultipartMixed.of(images, "b"))) {
            AssertSubscriber<byte[]> out = stream.subscribe().withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));

            out.assertFailedWith(IOException.class, "gone");
            assertThat(out.getItems()).hasSize(2);
        }
    }

    @Test
    void aReaderOfMultipartFindsThePictures() throws IOException {
        byte[] body = join(MultipartMixed.of(Multi.createFrom().items(first, second), "8f-XY"));

        String text = new String(body, StandardCharsets.ISO_8859_1);
        String[] parts = text.split("\r\n--8f-XY", -1);

        assertThat(parts).hasSize(4);
        assertThat(parts[0]).isEmpty();
        assertThat(parts[1])
                .isEqualTo("\r\nContent-Type: image/png\r\nContent-Disposition: attachment; filename=\"0.png\"\r\n"
                        + "Content-Length: 17\r\nx-seed-value: 41\r\n\r\nthe first picture");
        assertThat(parts[2]).contains("x-seed-value: 42\r\n", "filename=\"1.png\"");
        assertThat(parts[2].split("\r\n\r\n", 2)[1].getBytes(StandardCharsets.ISO_8859_1))
                .isEqualTo(second.file());
        assertThat(parts[3]).isEqualTo("--\r\n");
    }

    @Test
    void aBoundaryThatCouldBreakTheHeadersIsRefused() {
        assertThatThrownBy(() -> MultipartMixed.of(Multi.createFrom().empty(), "a\r\nb"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static EncodedImage image(int sample, long seed, String content) {
        return new EncodedImage(sample, seed, OutputFormat.PNG, 64, 64, content.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] join(Multi<byte[]> stream) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : stream.collect().asList().await().indefinitely()) {
            out.write(part);
        }
        return out.toByteArray();
    }
}
