package hub.acceptance.pipeline;

import org.junit.jupiter.api.BeforeAll;

/** The data pipeline with its default fan-out. */
class FanOutToQueuesTest extends DataPipeline {

    @BeforeAll
    static void a_hub() {
        start("queues");
    }
}
