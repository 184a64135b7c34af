// The sheet to print.

import "./record.js";
