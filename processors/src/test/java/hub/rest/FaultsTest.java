package hub.rest;

import static org.assertj.core.api.Assertions.assertThat;

import hub.events.Unavailable;
import java.sql.SQLException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.TransactionSystemException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;

class FaultsTest {

    @Test
    void store_that_gives_no_connection_is_unavailable_for_now() {
        var problem = Faults.problem(new IllegalStateException(new CannotGetJdbcConnectionException("no connection")));

        assertThat(problem.status()).isEqualTo(503);
        assertThat(problem.headers()).containsKey("Retry-After");
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "57P01", "53300", "55P03", "40P01"})
    void sql_faults_that_pass_are_unavailable_for_now(String state) {
        assertThat(Faults.problem(new DataAccessResourceFailureException("x", new SQLException("x", state))).status()).isEqualTo(503);
    }

    @Test
    void fault_is_judged_by_why_the_transaction_was_rolled_back_when_the_rollback_fails_too() {
        var ended = new TransactionSystemException("rollback failed", new SQLException("Connection is closed"));
        ended.initApplicationException(new DataAccessResourceFailureException("x", new SQLException("x", "08006")));

        assertThat(Faults.problem(ended).status()).isEqualTo(503);
    }

    @Test
    void overload_is_unavailable_for_now() {
        assertThat(Faults.problem(new RejectedExecutionException("busy")).status()).isEqualTo(503);
    }

    @Test
    void aws_store_that_does_not_answer_or_has_too_much_to_do_is_unavailable_for_now() {
        assertThat(Faults.problem(SdkClientException.create("refused")).status()).isEqualTo(503);
        assertThat(Faults.problem(DynamoDbException.builder().statusCode(500).build()).status()).isEqualTo(503);
        assertThat(Faults.problem(ProvisionedThroughputExceededException.builder().statusCode(400)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode("ProvisionedThroughputExceededException").build()).build()).status()).isEqualTo(503);
        assertThat(Faults.problem(DynamoDbException.builder().statusCode(400).build()).status()).isEqualTo(500);
    }

    @Test
    void what_is_needed_and_away_is_unavailable_for_now() {
        assertThat(Faults.problem(new IllegalStateException(new Unavailable("the campaign service", null))).headers()).containsKey("Retry-After");
    }

    @Test
    void keys_that_cannot_be_fetched_are_no_verdict_on_the_caller() {
        assertThat(Faults.problem(new KeysUnavailable(new SQLException())).status()).isEqualTo(503);
    }

    @Test
    void anything_unexpected_shows_nothing_of_itself() {
        var answer = Faults.problem(new IllegalStateException("secret detail", new SQLException("select secret", "23505"))).answer();

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).doesNotContain("secret").contains("urn:hub:problem:internal-error").contains("\"instance\"");
    }
}
