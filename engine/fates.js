// Words for what becomes of an item that has no option in a text: the twin of scenarios/fates.py.

export const OPEN = "open";
export const BROKEN = "broken";
export const NOT_HELD = "not-held";
export const ANNULLED = "annulled";
export const NO_OPTION = [OPEN, BROKEN, NOT_HELD, ANNULLED];
// How a table closed, where it came to no text.
export const CLOSED = { break: BROKEN, lapse: BROKEN, skip: NOT_HELD };
