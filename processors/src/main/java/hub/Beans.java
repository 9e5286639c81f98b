package hub;

import hub.awards.Assignments;
import hub.awards.AutomaticAwards;
import hub.awards.Catalogue;
import hub.camel.Backbone;
import hub.camel.BrokerDeadLetter;
import hub.camel.DeadLetterRecord;
import hub.camel.Schedules;
import hub.events.EventCatalogue;
import hub.events.EventLog;
import hub.events.Housekeeping;
import hub.events.Subscribers;
import hub.events.Transactions;
import hub.failures.DeadLetters;
import hub.failures.Expiry;
import hub.failures.Failures;
import hub.failures.Incidents;
import hub.failures.Lanes;
import hub.jobs.Jobs;
import hub.operations.Audit;
import hub.pipeline.Entities;
import hub.pipeline.EntityRecords;
import hub.pipeline.Published;
import hub.pipeline.Publisher;
import hub.pipeline.TopicEntries;
import hub.queues.GivenUp;
import hub.queues.Parcels;
import hub.registration.CallNotes;
import hub.registration.CampaignFeed;
import hub.registration.CampaignService;
import hub.registration.Campaigns;
import hub.registration.Eligibility;
import hub.registration.Entries;
import hub.registration.EntryChanges;
import hub.registration.EntryFeed;
import hub.registration.Profiles;
import hub.registration.ReplicationSweep;
import hub.registration.Replications;
import hub.registration.reminders.EmailReminders;
import hub.registration.reminders.MarketPolling;
import hub.registration.reminders.Notifications;
import hub.registration.reminders.ReminderChanges;
import hub.registration.reminders.SendPlanning;
import hub.registration.reminders.SmsDelivery;
import hub.registration.selection.AssignedCodes;
import hub.registration.selection.ManagerStats;
import hub.registration.selection.Selections;
import hub.registration.selection.SelectionsToSave;
import hub.registration.selection.VerdictReports;
import hub.rest.Idempotency;
import hub.users.Accounts;
import java.util.Map;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.spi.Registry;
import org.quartz.Scheduler;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The beans that routes may name. The check of the routes knows them from here, without anything running; what is bound must be among them. */
final class Beans {

    static final Map<String, Class<?>> BY_NAME = Map.ofEntries(
            Map.entry("artemis", ActiveMQConnectionFactory.class),
            Map.entry("backbone", Backbone.class),
            Map.entry("transactions", Transactions.class),
            Map.entry("event-log", EventLog.class),
            Map.entry("event-catalogue", EventCatalogue.class),
            Map.entry("housekeeping", Housekeeping.class),
            Map.entry("incidents", Incidents.class),
            Map.entry("failures", Failures.class),
            Map.entry("failure-expiry", Expiry.class),
            Map.entry("audit", Audit.class),
            Map.entry("jobs", Jobs.class),
            Map.entry("lanes", Lanes.class),
            Map.entry("subscribers", Subscribers.class),
            Map.entry("dead-letters", DeadLetters.class),
            Map.entry("dead-letter-record", DeadLetterRecord.class),
            Map.entry("broker-dead-letter", BrokerDeadLetter.class),
            Map.entry("given-up", GivenUp.class),
            Map.entry("parcels", Parcels.class),
            Map.entry("sqs", SqsClient.class),
            Map.entry("dynamodb", DynamoDbClient.class),
            Map.entry("schedules", Schedules.class),
            Map.entry("scheduler", Scheduler.class),
            Map.entry("idempotency", Idempotency.class),
            Map.entry("accounts", Accounts.class),
            Map.entry("assignments", Assignments.class),
            Map.entry("catalogue", Catalogue.class),
            Map.entry("automatic-awards", AutomaticAwards.class),
            Map.entry("pipeline-entities", Entities.class),
            Map.entry("pipeline-topic", TopicEntries.class),
            Map.entry("pipeline-records", EntityRecords.class),
            Map.entry("pipeline-publisher", Publisher.class),
            Map.entry("pipeline-published", Published.class),
            Map.entry("campaigns", Campaigns.class),
            Map.entry("campaign-service", CampaignService.class),
            Map.entry("campaign-feed", CampaignFeed.class),
            Map.entry("eligibility", Eligibility.class),
            Map.entry("entries", Entries.class),
            Map.entry("call-notes", CallNotes.class),
            Map.entry("entry-changes", EntryChanges.class),
            Map.entry("entry-feed", EntryFeed.class),
            Map.entry("profiles", Profiles.class),
            Map.entry("replications", Replications.class),
            Map.entry("send-planning", SendPlanning.class),
            Map.entry("market-polling", MarketPolling.class),
            Map.entry("notifications", Notifications.class),
            Map.entry("email-reminders", EmailReminders.class),
            Map.entry("reminder-changes", ReminderChanges.class),
            Map.entry("sms-delivery", SmsDelivery.class),
            Map.entry("replication-sweep", ReplicationSweep.class),
            Map.entry("selections", Selections.class),
            Map.entry("selections-to-save", SelectionsToSave.class),
            Map.entry("verdict-reports", VerdictReports.class),
            Map.entry("assigned-codes", AssignedCodes.class),
            Map.entry("manager-stats", ManagerStats.class));

    private final Registry registry;

    Beans(Registry registry) {
        this.registry = registry;
    }

    void bind(String name, Object bean) {
        var expected = BY_NAME.get(name);
        if (expected == null || !expected.isInstance(bean)) {
            throw new IllegalStateException("bean " + name + " of " + bean.getClass() + " is not listed in hub.Beans, so routes that use it would not pass the check");
        }
        registry.bind(name, bean);
    }

    void bind(Map<String, Object> beans) {
        beans.forEach(this::bind);
    }
}
