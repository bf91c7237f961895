package dev.likeness.shutdown;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.Subscriptions;
import io.smallrye.mutiny.operators.multi.AbstractMultiOperator;
import io.smallrye.mutiny.operators.multi.MultiOperatorProcessor;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.smallrye.mutiny.subscription.SerializedSubscriber;
import java.util.concurrent.Flow;

/**
 * Passes a stream on as it is, until a shutdown cuts it. An operator of its own, since a merge with a stream that never says
 * anything now and then loses the cancellation of a client that leaves (Mutiny 2.9.5), and the work then goes on for nobody.
 */
final class Cut<T> extends AbstractMultiOperator<T, T> {

    private final Shutdown shutdown;

    Cut(Multi<T> source, Shutdown shutdown) {
        super(source);
        this.shutdown = shutdown;
    }

    @Override
    public void subscribe(MultiSubscriber<? super T> downstream) {
        Passing<T> passing = new Passing<>(new SerializedSubscriber<>(downstream), shutdown);
        if (shutdown.remember(passing)) {
            upstream.subscribe().withSubscriber(passing);
        } else {
            Subscriptions.fail(downstream, shutdown.cutOff());
        }
    }

    /** What can be cut off from its source. */
    interface Cuttable {

        void cut(Throwable why);
    }

    private static final class Passing<T> extends MultiOperatorProcessor<T, T> implements Cuttable {

        private final Shutdown shutdown;

        /** @param downstream told from one thread at a time, even when it is cut while an item comes */
        private Passing(MultiSubscriber<? super T> downstream, Shutdown shutdown) {
            super(downstream);
            this.shutdown = shutdown;
        }

        @Override
        public void cut(Throwable why) {
            Flow.Subscription source = getAndSetUpstreamSubscription(Subscriptions.CANCELLED);
            if (source != Subscriptions.CANCELLED) {
                if (source != null) {
                    source.cancel();
                }
                downstream.onFailure(why);
            }
        }

        @Override
        public void onCompletion() {
            shutdown.forget(this);
            super.onCompletion();
        }

        @Override
        public void onFailure(Throwable failure) {
            shutdown.forget(this);
            super.onFailure(failure);
        }

        @Override
        public void cancel() {
            shutdown.forget(this);
            super.cancel();
        }
    }
}
