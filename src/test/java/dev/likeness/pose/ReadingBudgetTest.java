package dev.likeness.pose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.error.Overloaded;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingBudgetTest {

    private static final PeopleFinder NO_NETWORK = new PeopleFinder() {
        @Override
        public List<Person> find(Pixels picture) {
            throw new AssertionError("a network looks at the picture");
        }

        @Override
        public void close() {}
    };

    /** Work is counted, not time: the whole budget is what a small drawing of many joints took several times of. */
    @ParameterizedTest
    @CsvSource({"2040, 20, 15", "2040, 40, 30", "4095, 20, 15", "4095, 40, 30"})
    void groupsOfJointsAreReadWithAPartOfTheWork(int side, int groups, int people) {
        ReadingBudget budget = SkeletonReaderTest.budget();
        Optional<Skeleton> read = SkeletonReader.read(Pixels.of(NastyPictures.groups(side, groups)), budget);
        assertThat(read)
                .hasValueSatisfying(skeleton -> assertThat(skeleton.people()).hasSize(people));
        assertThat(budget.looks()).isBetween(1_000_000L, (long) (0.75 * ReadingBudget.MOST_LOOKS));
    }

    /** Each line is walked once, however often parts are put together: four times as many pairs are no more than four times the work. */
    @Test
    void theWorkGrowsWithThePairsAndNotWithTheMerges() {
        assertThat(looksAt(40)).isLessThan(5 * looksAt(20));
    }

    private static long looksAt(int groups) {
        ReadingBudget budget = SkeletonReaderTest.budget();
        SkeletonReader.read(Pixels.of(NastyPictures.groups(2040, groups)), budget);
        return budget.looks();
    }

    @ParameterizedTest
    @CsvSource({"2040, 80", "2040, 140", "4095, 80", "4095, 140"})
    void moreJointsThanPeopleHaveAreRefusedBeforeTheyArePaired(int side, int groups) {
        ReadingBudget budget = SkeletonReaderTest.budget();
        Pixels picture = Pixels.of(NastyPictures.groups(side, groups));
        assertThatThrownBy(() -> SkeletonReader.read(picture, budget))
                .isInstanceOf(UnreadableDrawing.class)
                .hasMessage("it has " + groups + " joints of one colour, and at most 32 people are read");
        assertThat(budget.looks()).isLessThan(10_000_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {1024, 2040})
    void noPictureTakesMoreThanTheBudgetAndNoneHasMorePeopleThanThirtyTwo(int side) {
        NastyPictures.all(side).forEach((name, picture) -> {
            ReadingBudget budget = SkeletonReaderTest.budget();
            Pixels pixels = Pixels.of(picture.get());
            try {
                SkeletonReader.read(pixels, budget).ifPresent(read -> assertThat(read.people())
                        .as(name)
                        .hasSizeLessThanOrEqualTo(SkeletonReader.MOST_PEOPLE));
            } catch (UnreadableDrawing e) {
                assertThat(e)
                        .as(name)
                        .hasMessageFindingMatch("joints of one colour|people|told apart|agrees with it by only");
            }
            // What is spent at once is no more than a look at each pixel for each joint.
            assertThat(budget.looks())
                    .as(name)
                    .isLessThanOrEqualTo(ReadingBudget.MOST_LOOKS + (long) Joint.COUNT * side * side);
        });
    }

    @Test
    void thirtyTwoPeopleAreReadAndMoreAreRefused() {
        assertThat(SkeletonReader.read(Pixels.of(crowd(2048, 8, 4)), SkeletonReaderTest.budget()))
                .hasValueSatisfying(read -> assertThat(read.people()).hasSize(32));
        assertThatThrownBy(() -> SkeletonReader.read(Pixels.of(crowd(2048, 9, 4)), SkeletonReaderTest.budget()))
                .isInstanceOf(UnreadableDrawing.class)
                .hasMessage("it has 36 people, and at most 32 are read");
    }

    @Test
    void aDrawingThatCannotBeReadIsNotLeftToANetwork() {
        PoseReading reading =
                PoseReader.read(Pixels.of(NastyPictures.groups(2040, 80)), NO_NETWORK, SkeletonReaderTest.budget());
        assertThat(reading.source()).isEqualTo(PoseReading.Source.SKELETON_IMAGE);
        assertThat(reading.skeleton().people()).isEmpty();
        assertThat(reading.doubt()).hasValueSatisfying(seen -> assertThat(seen).contains("80 joints of one colour"));
    }

    @Test
    void aReadingThatIsCancelledEndsAtTheNextCheck() {
        Pixels picture = Pixels.of(NastyPictures.groups(2040, 40));
        AtomicInteger checks = new AtomicInteger();
        ReadingBudget budget = new ReadingBudget(() -> checks.incrementAndGet() == 5, () -> 0);
        assertThatThrownBy(() -> PoseReader.read(picture, NO_NETWORK, budget))
                .isInstanceOf(CancellationException.class);
        assertThat(checks).hasValue(5);
        assertThat(budget.looks()).isLessThan(looksAt(40) / 4);
    }

    @Test
    void aReadingThatIsCancelledBetweenDrawingAndNetworkNeverReachesTheNetwork() {
        assertThatThrownBy(() -> PoseReader.read(
                        Pixels.of(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB)),
                        NO_NETWORK,
                        new ReadingBudget(() -> true, () -> 0)))
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void aReadingThatTakesTooLongIsRefusedAsToBeTriedAgain() {
        Pixels picture = Pixels.of(NastyPictures.groups(2040, 40));
        AtomicLong seconds = new AtomicLong();
        ReadingBudget budget = new ReadingBudget(() -> false, () -> seconds.getAndIncrement() * 1_000_000_000);
        assertThatThrownBy(() -> SkeletonReader.read(picture, budget))
                .isInstanceOf(Overloaded.class)
                .hasMessage(
                        "pose_image: its drawing could not be read within 5 s; try again later, or send a smaller one");
        assertThat(budget.looks()).isLessThan(looksAt(40) / 4);
    }

    /** People side by side in rows. */
    private static BufferedImage crowd(int side, int columns, int rows) {
        List<Person> people = new ArrayList<>();
        for (int i = 0; i < columns * rows; i++) {
            people.add(SkeletonReaderTest.standing()
                    .scaled(0.9 * side / columns / 512, 0.9 * side / rows / 512)
                    .moved(i % columns * side / columns, i / columns * side / rows));
        }
        return SkeletonRenderer.draw(new Skeleton(side, side, people));
    }
}
