package bench.peer.award;

import jakarta.jms.ConnectionFactory;
import java.time.Duration;
import javax.sql.DataSource;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.integration.channel.QueueChannel;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.dsl.MessageChannels;
import org.springframework.integration.dsl.PollerSpec;
import org.springframework.integration.dsl.Pollers;
import org.springframework.integration.dsl.PublishSubscribeChannelSpec;
import org.springframework.integration.handler.advice.IdempotentReceiverInterceptor;
import org.springframework.integration.http.dsl.Http;
import org.springframework.integration.jdbc.metadata.JdbcMetadataStore;
import org.springframework.integration.jdbc.store.JdbcChannelMessageStore;
import org.springframework.integration.jdbc.store.channel.PostgresChannelMessageStoreQueryProvider;
import org.springframework.integration.jms.dsl.Jms;
import org.springframework.integration.kafka.dsl.Kafka;
import org.springframework.integration.selector.MetadataStoreSelector;
import org.springframework.integration.store.MessageGroupQueue;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.messaging.MessagingException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.validation.Validator;

/**
 * The flows: an HTTP inbound gateway; two channels backed by the JDBC message store, which are the outbox of JMS and of Kafka; and a JMS message-driven
 * adapter with an idempotent receiver. What the framework does not have: a lane that keeps the order of a subject while one of its messages is parked.
 */
@Configuration
class Flows {

    static final String ADDRESS = "spring.events";
    static final String SUBSCRIBER = "spring-assigned-stickers";
    private static final String TOPIC = "spring.stickerAssignedToUser";

    @Bean
    IntegrationFlow awards(AwardService awards, Validator validator) {
        return IntegrationFlow.from(Http.inboundGateway("/api/award/v1/users/{userId}/stickers")
                        .requestMapping(mapping -> mapping.methods(HttpMethod.POST).consumes(MediaType.APPLICATION_JSON_VALUE))
                        .requestPayloadType(AwardRequest.class).headerExpression("userId", "#pathVariables.userId").validator(validator))
                .handle(awards, "award").get();
    }

    @Bean
    PublishSubscribeChannelSpec<?> events() {
        return MessageChannels.publishSubscribe();
    }

    @Bean
    JdbcChannelMessageStore messageStore(DataSource dataSource) {
        var store = new JdbcChannelMessageStore(dataSource);
        store.setChannelMessageStoreQueryProvider(new PostgresChannelMessageStoreQueryProvider());
        return store;
    }

    @Bean
    QueueChannel toJms(JdbcChannelMessageStore messageStore) {
        return new QueueChannel(new MessageGroupQueue(messageStore, "jms"));
    }

    @Bean
    QueueChannel toKafka(JdbcChannelMessageStore messageStore) {
        return new QueueChannel(new MessageGroupQueue(messageStore, "kafka"));
    }

    @Bean
    IntegrationFlow outboxOfJms() {
        return IntegrationFlow.from("events").enrichHeaders(headers -> headers.headerExpression("JMSXGroupID", "headers.subject")).channel("toJms").get();
    }

    @Bean
    IntegrationFlow outboxOfKafka() {
        return IntegrationFlow.from("events").channel("toKafka").get();
    }

    @Bean
    IntegrationFlow publishToJms(ConnectionFactory artemis, PlatformTransactionManager transactions) {
        return IntegrationFlow.from("toJms")
                .handle(Jms.outboundAdapter(artemis).destination(ADDRESS).configureJmsTemplate(template -> template.pubSubDomain(true).deliveryPersistent(true)),
                        endpoint -> endpoint.poller(poller(transactions))).get();
    }

    @Bean
    IntegrationFlow publishToKafka(KafkaTemplate<String, String> kafka, PlatformTransactionManager transactions) {
        return IntegrationFlow.from("toKafka")
                .handle(Kafka.outboundChannelAdapter(kafka).topic(TOPIC).messageKey(message -> message.getHeaders().get("subject")).sync(true),
                        endpoint -> endpoint.poller(poller(transactions))).get();
    }

    private static PollerSpec poller(PlatformTransactionManager transactions) {
        return Pollers.fixedDelay(Duration.ofMillis(25)).receiveTimeout(0).maxMessagesPerPoll(500).transactional(transactions);
    }

    @Bean
    NewTopic topic() {
        return TopicBuilder.name(TOPIC).partitions(6).build();
    }

    @Bean
    JdbcMetadataStore claims(DataSource dataSource) {
        return new JdbcMetadataStore(dataSource);
    }

    @Bean
    IdempotentReceiverInterceptor once(JdbcMetadataStore claims) {
        var once = new IdempotentReceiverInterceptor(new MetadataStoreSelector(message -> message.getHeaders().get("eventId", String.class), claims));
        once.setDiscardChannelName("nullChannel");   // without it a duplicate is only marked as one, and handled
        return once;
    }

    @Bean
    IntegrationFlow countStickers(ConnectionFactory artemis, StickerCounter counter, IdempotentReceiverInterceptor once, Queues queues) {
        return IntegrationFlow.from(Jms.messageDrivenChannelAdapter(Jms.container(artemis, ADDRESS + "::" + SUBSCRIBER).concurrentConsumers(2).sessionTransacted(true))
                        .errorChannel("failed"))
                .handle(counter, "count", endpoint -> endpoint.transactional(true).advice(once)).get();
    }

    @Bean
    IntegrationFlow park(JdbcClient sql) {
        return IntegrationFlow.from("failed").handle(MessagingException.class, (fault, headers) -> {
            sql.sql("insert into failure (event_id, reason, envelope) values (?, ?, ?) on conflict do nothing")
                    .params(fault.getFailedMessage().getHeaders().get("eventId"), String.valueOf(fault.getMessage()), fault.getFailedMessage().getPayload()).update();
            return null;
        }).get();
    }
}
