package dev.likeness.input;

import io.smallrye.mutiny.Uni;

@jakarta.enterprise.context.ApplicationScoped
public class ImageLoader {
    public Uni<Picture> load(String field, ImageSource source) {
        return Uni.createFrom().failure(new IllegalStateException("stub"));
    }
}
