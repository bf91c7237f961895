package dev.likeness.requests;

/** What holds wherever requests are kept. */
interface RequestStoreContract
        extends QueueContract,
                TakeOverContract,
                CancellationContract,
                NewsContract,
                ListeningContract,
                LeavingContract,
                KeyedRequestContract,
                RoomContract {}
