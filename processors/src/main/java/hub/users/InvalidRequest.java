package hub.users;

import java.util.List;

/** A registration that breaks rules. */
public record InvalidRequest(List<FieldError> errors) implements Preparation {

    /** @param pointer JSON pointer to the field */
    public record FieldError(String pointer, String detail) { }
}
