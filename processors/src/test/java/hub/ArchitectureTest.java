package hub;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import hub.events.Appends;
import hub.events.EventLog;

/** The frame that every flow stands in; docs/architecture.md says why. */
@AnalyzeClasses(packages = "hub", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String[] CONTEXTS = {"hub.awards..", "hub.users..", "hub.pipeline..", "hub.registration.."};
    private static final String[] BACKBONE = {"hub.events..", "hub.failures..", "hub.jobs..", "hub.queues..", "hub.replay..", "hub.streams.."};

    @ArchTest
    static final ArchRule only_the_edges_know_camel = noClasses().that().resideInAnyPackage(CONTEXTS).or().resideInAnyPackage(BACKBONE)
            .should().dependOnClassesThat().resideInAPackage("org.apache.camel..");

    @ArchTest
    static final ArchRule contexts_meet_only_through_events = slices().matching("hub.(awards|users|pipeline|registration)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule a_context_uses_events_and_nothing_else_of_the_hub = noClasses().that().resideInAnyPackage(CONTEXTS)
            .should().dependOnClassesThat().resideInAnyPackage("hub", "hub.camel..", "hub.rest..", "hub.operations..", "hub.failures..");

    @ArchTest
    static final ArchRule events_know_nothing_of_what_is_built_on_them = noClasses().that().resideInAPackage("hub.events..")
            .should().dependOnClassesThat().resideInAnyPackage("hub", "hub.failures..", "hub.jobs..", "hub.queues..", "hub.replay..", "hub.streams..", "hub.camel..", "hub.rest..", "hub.operations..", "hub.awards..", "hub.users..", "hub.pipeline..", "hub.registration..");

    @ArchTest
    static final ArchRule the_rest_edge_knows_no_context = noClasses().that().resideInAPackage("hub.rest..").should().dependOnClassesThat().resideInAnyPackage(CONTEXTS);

    @ArchTest
    static final ArchRule packages_form_no_circle = slices().matching("hub.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nothing_but_the_transactions_opens_a_connection_of_the_pool = noClasses().that().resideInAnyPackage(CONTEXTS)
            .should().dependOnClassesThat().resideInAnyPackage("com.zaxxer..", "java.sql.DriverManager");

    @ArchTest
    static final ArchRule what_appends_an_event_says_so_to_readers_of_the_catalogue = methods().that().areDeclaredInClassesThat().resideInAnyPackage(CONTEXTS)
            .and(describe("append an event", ArchitectureTest::appends)).should().beAnnotatedWith(Appends.class);

    private static boolean appends(JavaMethod method) {
        return method.getMethodCallsFromSelf().stream().anyMatch(call -> call.getTargetOwner().isEquivalentTo(EventLog.class) && call.getName().equals("append"));
    }
}
