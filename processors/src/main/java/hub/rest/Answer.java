package hub.rest;

import java.util.Map;

/**
 * What a caller gets.
 *
 * @param contentType null where there is no body
 * @param headers     response headers beside content type and correlation id
 * @param body        null where there is none
 */
record Answer(int status, String contentType, Map<String, String> headers, String body) {
}
