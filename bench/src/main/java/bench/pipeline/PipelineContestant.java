package bench.pipeline;

import bench.stage.Contestant;
import bench.stage.Contestants;
import java.sql.SQLException;

/**
 * A program that runs the data pipeline.
 *
 * @param program   that is measured
 * @param queue     where entities go in
 * @param published its table of published records, with the columns record_id and published_at
 */
record PipelineContestant(Contestant program, String queue, String published) {

    static PipelineContestant hub(Contestants contestants) {
        return new PipelineContestant(contestants.hub(), "dataQueue", "pipeline.published");
    }

    static PipelineContestant bare(Contestants contestants) throws SQLException {
        return new PipelineContestant(contestants.bare("bench.bare.PipelineProgram", "bare_pipeline"), "bare-dataQueue", "published");
    }

    static PipelineContestant spring(Contestants contestants) throws SQLException {
        return new PipelineContestant(contestants.spring("bench.peer.pipeline.PipelineApplication", "spring_pipeline"), "spring-dataQueue",
                "(select metadata_key as record_id, to_timestamp(metadata_value::bigint / 1000.0) as published_at from int_metadata_store) published");
    }

    String name() {
        return program.name();
    }
}
