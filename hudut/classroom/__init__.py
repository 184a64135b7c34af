"""The room: teacher, seats and projector on one machine, without the internet."""
