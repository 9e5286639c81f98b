package hub.registration.selection;

import java.util.List;

/** Fans by what became of their verdicts. @param won whose verdict is written; {@code lost} likewise @param heldWinners whose verdict could not be; {@code heldLosers} likewise */
record VerdictTally(List<String> won, List<String> lost, List<String> heldWinners, List<String> heldLosers) { }
