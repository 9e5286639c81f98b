package hub.acceptance.pipeline;

import org.junit.jupiter.api.BeforeAll;

/** The data pipeline with its fan-out through the topic dataSns. */
class FanOutToSnsTest extends DataPipeline {

    @BeforeAll
    static void a_hub() {
        start("sns");
    }
}
