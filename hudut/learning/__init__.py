"""Acts and tables as games for learners: PettingZoo's turns (`turns`) and OpenSpiel's trees (`spiel`)."""
