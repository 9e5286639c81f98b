package bench.peer.pipeline;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The data pipeline, SQS over SQS to Kafka, in Spring Integration with the SQS adapters of Spring Cloud AWS. */
@SpringBootApplication
public class PipelineApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(PipelineApplication.class, arguments);
    }
}
