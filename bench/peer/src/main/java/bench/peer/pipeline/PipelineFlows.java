package bench.peer.pipeline;

import io.awspring.cloud.sqs.integration.SqsMessageDrivenChannelAdapter;
import io.awspring.cloud.sqs.integration.SqsMessageHandler;
import io.awspring.cloud.sqs.operations.SqsTemplate;
import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.handler.advice.IdempotentReceiverInterceptor;
import org.springframework.integration.jdbc.metadata.JdbcMetadataStore;
import org.springframework.integration.kafka.dsl.Kafka;
import org.springframework.integration.selector.MetadataStoreSelector;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The flows: an adapter for dataQueue, one for the queues of the types, and an idempotent receiver in front of Kafka. The adapters deliver message by message. */
@Configuration
class PipelineFlows {

    private static final String SOURCE = EntityType.PREFIX + "dataQueue";

    @Bean
    SqsAsyncClient sqs(@Value("${SQS}") String endpoint) {
        var sqs = SqsAsyncClient.builder().endpointOverride(URI.create(endpoint)).region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("sandbox", "sandbox"))).build();
        createQueue(sqs, SOURCE);
        Arrays.stream(EntityType.values()).forEach(type -> createQueue(sqs, type.queue));
        return sqs;
    }

    private static void createQueue(SqsAsyncClient sqs, String name) {
        var deadLetters = sqs.createQueue(request -> request.queueName(name + "-dlq")).join().queueUrl();
        var arn = sqs.getQueueAttributes(request -> request.queueUrl(deadLetters).attributeNames(QueueAttributeName.QUEUE_ARN)).join().attributes().get(QueueAttributeName.QUEUE_ARN);
        sqs.createQueue(request -> request.queueName(name).attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "30",
                QueueAttributeName.REDRIVE_POLICY, "{\"deadLetterTargetArn\":\"" + arn + "\",\"maxReceiveCount\":\"5\"}"))).join();
    }

    @Bean
    KafkaAdmin.NewTopics topics() {
        return new KafkaAdmin.NewTopics(Arrays.stream(EntityType.values())
                .map(type -> TopicBuilder.name(type.topic).partitions(6).config("max.message.bytes", "131072").build()).toArray(NewTopic[]::new));
    }

    @Bean
    SqsMessageHandler toQueueOfType(SqsAsyncClient sqs) {
        var handler = new SqsMessageHandler(SqsTemplate.newTemplate(sqs));
        handler.setQueueExpressionString("headers.queue");
        return handler;
    }

    @Bean
    IntegrationFlow fanOut(SqsAsyncClient sqs, Entities entities, SqsMessageHandler toQueueOfType) {
        return IntegrationFlow.from(new SqsMessageDrivenChannelAdapter(sqs, SOURCE)).handle(entities, "format")
                .headerFilter("Sqs_*")   // every header becomes an attribute, and SQS takes ten
                .handle(toQueueOfType).get();
    }

    @Bean
    JdbcMetadataStore claims(DataSource dataSource) {
        return new JdbcMetadataStore(dataSource);
    }

    @Bean
    IdempotentReceiverInterceptor once(JdbcMetadataStore claims) {
        var once = new IdempotentReceiverInterceptor(new MetadataStoreSelector(message -> message.getHeaders().get("recordId", String.class),
                message -> String.valueOf(System.currentTimeMillis()), claims));
        once.setDiscardChannelName("nullChannel");   // without it a duplicate is only marked as one, and handled
        return once;
    }

    @Bean
    IntegrationFlow publish(SqsAsyncClient sqs, Entities entities, KafkaTemplate<String, String> kafka, IdempotentReceiverInterceptor once) {
        var queues = Arrays.stream(EntityType.values()).map(type -> type.queue).toArray(String[]::new);
        return IntegrationFlow.from(new SqsMessageDrivenChannelAdapter(sqs, queues)).handle(entities, "check")
                .handle(Kafka.outboundChannelAdapter(kafka).topicExpression("headers.topic").messageKeyExpression("headers.key").sync(true),
                        endpoint -> endpoint.transactional(true).advice(once)).get();
    }

    @Bean
    SecurityFilterChain open(HttpSecurity http) throws Exception {
        return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll()).build();
    }

    @RestController
    static class Health {

        @GetMapping("/health")
        String health() {
            return "ready";
        }
    }
}
