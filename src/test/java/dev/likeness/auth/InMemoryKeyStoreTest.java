package dev.likeness.auth;

class InMemoryKeyStoreTest extends KeyStoreContract {

    @Override
    KeyStore store() {
        return new InMemoryKeyStore();
    }
}
