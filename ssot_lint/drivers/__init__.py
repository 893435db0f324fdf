"""What calls the engine."""
