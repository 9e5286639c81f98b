package hub;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "hub", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule camel_is_known_at_the_edges_only = noClasses()
            .that().resideOutsideOfPackages("hub", "hub.camel..", "hub.rest..", "hub.operations..")
            .should().dependOnClassesThat().resideInAPackage("org.apache.camel..");

    @ArchTest
    static final ArchRule awards_meet_other_contexts_through_events_only = noClasses()
            .that().resideInAPackage("hub.awards..")
            .should().dependOnClassesThat().resideInAnyPackage("hub", "hub.users..", "hub.rest..", "hub.camel..", "hub.operations..", "hub.failures..");

    @ArchTest
    static final ArchRule users_meet_other_contexts_through_events_only = noClasses()
            .that().resideInAPackage("hub.users..")
            .should().dependOnClassesThat().resideInAnyPackage("hub", "hub.awards..", "hub.rest..", "hub.camel..", "hub.operations..", "hub.failures..");

    @ArchTest
    static final ArchRule rest_edge_knows_no_context = noClasses()
            .that().resideInAPackage("hub.rest..")
            .should().dependOnClassesThat().resideInAnyPackage("hub.awards..", "hub.users..");

    @ArchTest
    static final ArchRule events_know_nothing_above_them = noClasses()
            .that().resideInAPackage("hub.events..")
            .should().dependOnClassesThat().resideInAnyPackage("hub.awards..", "hub.users..", "hub.rest..", "hub.camel..", "hub.operations..");
}
