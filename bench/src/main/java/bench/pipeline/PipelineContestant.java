package bench.pipeline;

import bench.stage.Contestant;
import bench.stage.Contestants;
import java.sql.SQLException;
import java.util.Map;

/**
 * A program that runs the data pipeline.
 *
 * @param program   that is measured
 * @param prefix    of the names of its queues and topics
 * @param published its table of published records, with the columns record_id and published_at
 */
record PipelineContestant(Contestant program, String prefix, String published) {

    static PipelineContestant hub(Contestants contestants) {
        return new PipelineContestant(contestants.hub(), "", "pipeline.published");
    }

    static PipelineContestant bare(Contestants contestants) throws SQLException {
        return new PipelineContestant(contestants.bare("bench.bare.PipelineProgram", "bare_pipeline"), "bare-", "published");
    }

    static PipelineContestant spring(Contestants contestants) throws SQLException {
        return new PipelineContestant(contestants.spring("bench.peer.pipeline.PipelineApplication", "spring_pipeline"), "spring-",
                "(select metadata_key as record_id, to_timestamp(metadata_value::bigint / 1000.0) as published_at from int_metadata_store) published");
    }

    String name() {
        return program.name();
    }

    /** Where entities go in. */
    String queue() {
        return prefix + "dataQueue";
    }

    /** Where entities of a type go on, by the topic that they come out at. */
    Map<String, String> queuesByTopic() {
        return Map.of(prefix + "campaign", prefix + "campaignDataQueue", prefix + "event-mapping", prefix + "eventMappingDataQueue",
                prefix + "market", prefix + "marketDataQueue", prefix + "registered-market", prefix + "registeredMarketDataQueue",
                prefix + "registration", prefix + "registrationDataQueue");
    }
}
