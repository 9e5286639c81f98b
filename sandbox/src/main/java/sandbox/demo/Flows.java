package sandbox.demo;

import java.util.List;

/** Every flow that the demo drives, in the order of the table. */
final class Flows {

    private Flows() {
    }

    static List<Flow> all() {
        return List.of(new RegisterFlow(), new WelcomeFlow(), new AwardFlow(), new RemovalFlow(), new CatalogueFlow(), new ClaimFlow(),
                new CertificationFlow(), new PipelineFlow(), new CampaignFlow(), new EligibilityFlow(), new EntryFlow(), new SelectionFlow(), new ReminderFlow());
    }
}
