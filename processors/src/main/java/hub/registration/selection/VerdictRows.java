package hub.registration.selection;

import hub.events.Causation;

/** The entries that verdicts are written to. */
interface VerdictRows {

    /**
     * Writes a verdict, unless it is false where it is true already. Neither the entry's version nor the fan's last change moves.
     *
     * @param why whose trace goes on where codes of winners are followed
     * @return false where a winner has no entry, and none is made
     */
    boolean write(Selected selected, Causation why);
}
