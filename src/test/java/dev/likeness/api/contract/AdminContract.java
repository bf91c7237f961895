package dev.likeness.api.contract;

/** What administrators can do, wherever keys and credits are kept. */
abstract class AdminContract extends ContractTest
        implements AdminKeysContract, AdminCreditsContract, AdminRefusalsContract, AdminWebhooksContract {

    @Override
    public Service service() {
        return service;
    }

    @Override
    public Account account() {
        return account;
    }
}
