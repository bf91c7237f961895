package dev.likeness.auth;

class InMemoryWebhookSecretsTest extends WebhookSecretStoreContract {

    @Override
    WebhookSecretStore store() {
        return new InMemoryWebhookSecrets();
    }
}
